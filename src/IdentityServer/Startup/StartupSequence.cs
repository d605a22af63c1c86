using IdentityServer.Demo;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Keys;
using IdentityServer.Storage;
using Microsoft.Extensions.Options;

namespace IdentityServer.Startup;

/// <summary>
/// What happens before the server is ready, in order: schema, keys, declared configuration. A database that is away is
/// waited for; anything that waiting cannot mend is said plainly, and the node stays not ready.
/// </summary>
internal sealed partial class StartupSequence(IDatabase database, KeyRingLoader loader, KeyRings rings, ClockGuard guard, Pool pool, DeclaredConfiguration configuration,
    Readiness readiness, DemoShop demo, IOptions<IdpOptions> options, TimeProvider clock, ILogger<StartupSequence> log) : BackgroundService, IHostedLifecycleService
{
    static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);

    /// <summary>The first try comes before anything listens or reads, so that a healthy start is ready the moment it answers.</summary>
    public Task StartingAsync(CancellationToken cancellationToken) => TryAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (readiness.StartupProblem is not null && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(RetryEvery, clock, stoppingToken);
            await TryAsync(stoppingToken);
        }
    }

    async Task TryAsync(CancellationToken ct)
    {
        string? problem, detail = null;
        try
        {
            problem = await RunAsync(ct);
        }
        catch (StorageUnavailableException outage)
        {
            // What the driver says names hosts and files, and everybody may read /health/ready: it is for the log alone.
            problem = "The database does not answer.";
            detail = outage.InnerException?.Message ?? outage.Message;
        }
        if (problem is null)
        {
            Ready(pool.Issuer);
            if (demo.IsEnabled) WhereToLook(pool.Issuer, pool.Issuer + DemoShop.Path, DemoShop.Username);
        }
        else if (problem != readiness.StartupProblem) NotReady(detail is null ? problem : $"{problem} {detail}");
        readiness.StartupProblem = problem;
    }

    async Task<string?> RunAsync(CancellationToken ct)
    {
        if ((await database.StateAsync(ct)).IsNewer) return "The database was made by a newer version. Upgrade this node.";
        if (options.Value.Database.MigrateOnStart ?? database.ProviderName == "Sqlite") await database.MigrateAsync(ct);
        var state = await database.StateAsync(ct);
        if (!state.IsReachable) return "The database does not answer.";
        if (state.PendingMigrations.Count > 0) return "The database needs a migration. Run: idp db migrate (or set Idp:Database:MigrateOnStart to true)";

        await guard.CompareAsync(ct);
        if (guard.Problem is { } wrongClock) return wrongClock;
        var load = await loader.StartAsync(pool.Id, ct);
        rings.Take(pool.Id, load);
        if (load.Problem is not null) return load.Problem;

        await configuration.ApplyAsync(ct);
        return null;
    }

    [LoggerMessage(EventId = 1201, Level = LogLevel.Information, Message = "Ready. Issuer {Issuer}")]
    partial void Ready(string issuer);

    [LoggerMessage(EventId = 1203, Level = LogLevel.Information, Message = "Open {Landing} to look around. The demo shop is at {Shop}; sign in there as {Username}")]
    partial void WhereToLook(string landing, string shop, string username);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Error, Message = "Not ready: {Problem}")]
    partial void NotReady(string problem);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
