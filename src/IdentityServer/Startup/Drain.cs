namespace IdentityServer.Startup;

/// <summary>On SIGTERM the node says that it is not ready, gives balancers a moment to notice, and only then stops listening.</summary>
internal sealed class Drain(Readiness readiness, IHostEnvironment environment) : IHostedLifecycleService
{
    static readonly TimeSpan Notice = TimeSpan.FromSeconds(3);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.IsDraining = true;
        if (environment.IsProduction()) await Task.Delay(Notice, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
