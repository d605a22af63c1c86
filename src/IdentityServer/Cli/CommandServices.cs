using IdentityServer.Storage;

namespace IdentityServer.Cli;

/// <summary>Builds the host at the first question and never starts it.</summary>
internal sealed class CommandServices(Func<string[], IHost> build, string[] settings) : ICommandServices, IAsyncDisposable
{
    IHost? host;
    IdpOptions? options;

    public IdpOptions Options => options ??= Read();

    public IServiceProvider Build() => (host ??= build(settings)).Services;

    public async ValueTask<IServiceProvider> OpenAsync(CancellationToken ct)
    {
        var services = Build();
        var database = services.GetRequiredService<IDatabase>();
        if (Options.Database.MigrateOnStart ?? database.ProviderName == "Sqlite") await database.MigrateAsync(ct);
        return await database.StateAsync(ct) switch
        {
            { IsReachable: false } => throw new StartupException("The database does not answer. Look at it with: idp doctor"),
            { IsNewer: true } => throw new StartupException("The database was made by a newer version. Use that version."),
            { PendingMigrations.Count: > 0 } => throw new StartupException("The database needs a migration. Run: idp db migrate"),
            _ => services,
        };
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
        builder.Configuration.GetSection("Idp").Bind(read);
        return read;
    }
}
