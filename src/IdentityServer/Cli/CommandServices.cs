using IdentityServer.Keys;
using IdentityServer.Storage;

namespace IdentityServer.Cli;

/// <summary>Builds the host at the first question and never starts it.</summary>
internal sealed class CommandServices(Func<string[], IHost> build, string[] settings) : ICommandServices, IAsyncDisposable
{
    IHost? host;
    IdpOptions? options;

    public IdpOptions Options => options ??= Read();

    public IServiceProvider Build() => (host ??= build(settings)).Services;

    public async ValueTask<IServiceProvider> ReadAsync(CancellationToken ct)
    {
        RefuseWithoutMasterKey("look at");
        var services = Build();
        Judge(services, await services.GetRequiredService<IDatabase>().StateAsync(ct));
        return services;
    }

    public ValueTask<IServiceProvider> WriteAsync(CancellationToken ct)
    {
        RefuseWithoutMasterKey("change");
        return WriteAsync(mayMakeDatabase: false, ct);
    }

    public ValueTask<IServiceProvider> WriteFirstAsync(CancellationToken ct) => WriteAsync(mayMakeDatabase: true, ct);

    async ValueTask<IServiceProvider> WriteAsync(bool mayMakeDatabase, CancellationToken ct)
    {
        var services = Build();
        var database = services.GetRequiredService<IDatabase>();
        var state = await database.StateAsync(ct);
        // A SQLite file that is missing is a database that does not answer.
        var mayMigrate = (mayMakeDatabase || state.IsReachable) && (Options.Database.MigrateOnStart ?? database.ProviderName == "Sqlite");
        if (state is { IsReady: false, IsNewer: false } && mayMigrate)
        {
            await database.MigrateAsync(ct);
            state = await database.StateAsync(ct);
        }
        Judge(services, state);
        return services;
    }

    /// <summary>
    /// Building makes a missing master key. Beside a database that is not new it would be the wrong one, and in a folder
    /// where somebody only happened to be, a later start would take it for ours.
    /// </summary>
    void RefuseWithoutMasterKey(string purpose)
    {
        if (new MasterKeySource(Options.Keys).File is { } path && !File.Exists(path))
            throw new StartupException($"There is nothing to {purpose}: {path} is not there. If that is not the folder you mean, look at Idp:Keys:Directory and at where you are. A first start or idp db migrate makes the file; if the database is not new, restore it from a backup.");
    }

    static void Judge(IServiceProvider services, DatabaseState state)
    {
        var problem = state switch
        {
            { IsReachable: false } when services.GetRequiredService<IDatabase>().ProviderName == "Sqlite" => "There is no database yet. Make it with: idp db migrate",
            { IsReachable: false } => "The database does not answer. Look at it with: idp doctor",
            { IsNewer: true } => "The database was made by a newer version. Use that version.",
            { PendingMigrations.Count: > 0 } => "The database needs a migration. Run: idp db migrate",
            _ => null,
        };
        if (problem is not null) throw new StartupException(problem);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is IAsyncDisposable disposable) await disposable.DisposeAsync();
        else host?.Dispose();
    }

    IdpOptions Read()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        var read = new IdpOptions { Issuer = builder.Environment.IsDevelopment() ? "http://localhost:5080" : "" };
        try
        {
            builder.Configuration.GetSection("Idp").Bind(read);
            return read;
        }
        catch (InvalidOperationException unreadable)
        {
            throw new StartupException(unreadable.Message, unreadable);
        }
    }
}
