namespace IdentityServer.Management;

/// <summary>Stops a start with a route that says nothing of who may call it: what was forgotten must not stand open.</summary>
internal sealed class RouteCheck : IHostedService
{
    public IReadOnlyList<IEndpointRouteBuilder> Routes { get; set; } = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var endpoint in Routes.SelectMany(routes => routes.DataSources).SelectMany(source => source.Endpoints))
            if (endpoint.Metadata.GetMetadata<Access>() is null)
                throw new InvalidOperationException($"The route {endpoint.DisplayName} states no role: add .Requires(…).");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
