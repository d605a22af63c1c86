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
        // Building makes a missing master key; beside a database that is not new it would be the wrong one.
        if (new MasterKeySource(Options.Keys).File is { } path && !File.Exists(path))
            throw new StartupException($"There is nothing to look at: {path} is not there. A first start or idp db migrate makes it; if the database is not new, restore the file from a backup.");
        var services = Build();
        Judge(services, await services.GetRequiredService<IDatabase>().StateAsync(ct));
        return services;
    }

    public async ValueTask<IServiceProvider> WriteAsync(CancellationToken ct)
    {
        var services = Build();
        var database = services.GetRequiredService<IDatabase>();
        var state = await database.StateAsync(ct);
        if (state is { IsReady: false, IsNewer: false } && (Options.Database.MigrateOnStart ?? database.ProviderName == "Sqlite"))
        {
            await database.MigrateAsync(ct);
            state = await database.StateAsync(ct);
        }
        Judge(services, state);
        return services;
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
