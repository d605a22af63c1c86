namespace IdentityServer.Storage.Lanes;

internal sealed class Database(string providerName, IContexts contexts, IDialect dialect, IMigrationTurn turn) : IDatabase
{
    public string ProviderName => providerName;

    public async Task MigrateAsync(CancellationToken ct)
    {
        try
        {
            await using var context = contexts.OpenSystemWide();
            await using var held = await turn.TakeAsync(context, ct);
            if ((await StateOfAsync(context, ct)).IsNewer)
                throw new InvalidOperationException("The database's schema was made by a newer version of this program; start that version.");
            await context.Database.MigrateAsync(ct);
        }
        catch (Exception exception) when (dialect.MeansOutage(exception))
        {
            throw StorageUnavailableException.Because(exception);
        }
    }

    public async Task<DatabaseState> StateAsync(CancellationToken ct)
    {
        await using var context = contexts.OpenSystemWide();
        try
        {
            return await StateOfAsync(context, ct);
        }
        catch (Exception exception) when (dialect.MeansOutage(exception))
        {
            return Unreachable(context);
        }
    }

    public async Task<DateTimeOffset?> ClockAsync(CancellationToken ct)
    {
        try
        {
            await using var context = contexts.OpenSystemWide();
            return await dialect.ClockAsync(context, ct);
        }
        catch (Exception exception) when (dialect.MeansOutage(exception))
        {
            throw StorageUnavailableException.Because(exception);
        }
    }

    static async Task<DatabaseState> StateOfAsync(IdpContext context, CancellationToken ct)
    {
        if (!await context.Database.CanConnectAsync(ct)) return Unreachable(context);
        var applied = (await context.Database.GetAppliedMigrationsAsync(ct)).ToHashSet(StringComparer.Ordinal);
        var known = context.Database.GetMigrations().ToList();
        return new(IsReachable: true, [.. known.Where(name => !applied.Contains(name))], IsNewer: applied.Except(known).Any());
    }

    static DatabaseState Unreachable(IdpContext context) =>
        new(IsReachable: false, [.. context.Database.GetMigrations()], IsNewer: false);
}
