using System.Collections.Concurrent;
using IdentityServer.Jobs;
using IdentityServer.Keys;
using IdentityServer.Startup;
using IdentityServer.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IdentityServer.Tests.Jobs;

/// <summary>What of a node its jobs need: the archive, readiness, the schedule at a quick pace, and real time.</summary>
sealed class JobNode : IAsyncDisposable
{
    static readonly JobPace Quick = new()
    {
        Settling = TimeSpan.FromMilliseconds(20),
        Check = TimeSpan.FromMilliseconds(300),
        Retry = TimeSpan.FromMilliseconds(300),
        Poll = TimeSpan.FromSeconds(1),
        CheckIn = TimeSpan.FromSeconds(1),
        Patience = TimeSpan.FromSeconds(1),
    };

    readonly ServiceProvider services;
    readonly JobSchedule schedule;

    JobNode(string provider, string connectionString, RecurringJob[] jobs)
    {
        ServiceCollection all = [];
        all.AddSingleton(TimeProvider.System);
        all.AddIdpStorage(provider, connectionString);
        // No keys are opened here.
        all.AddSingleton(new KeyRings(null!, TimeProvider.System)).AddSingleton<ClockGuard>().AddSingleton<Readiness>();
        all.AddJobs();
        all.AddSingleton(Quick).AddSingleton<JobSchedule>();
        // In place of the server's own.
        foreach (var own in all.Where(service => service.ServiceType == typeof(IScheduledJob)).ToArray()) all.Remove(own);
        foreach (var job in jobs) all.AddSingleton<IScheduledJob>(job);
        all.AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.None));
        services = all.BuildServiceProvider();
        schedule = services.GetRequiredService<JobSchedule>();
    }

    public KeptLog Log { get; } = new();

    /// <summary>Migrated, ready and started.</summary>
    public static async Task<JobNode> StartAsync(string provider, string connectionString, CancellationToken ct, params RecurringJob[] jobs)
    {
        var node = new JobNode(provider, connectionString, jobs);
        await node.services.GetRequiredService<IDatabase>().MigrateAsync(ct);
        node.services.GetRequiredService<Readiness>().StartupProblem = null;
        await node.schedule.StartAsync(ct);
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        await schedule.StopAsync(CancellationToken.None);
        await services.DisposeAsync();
    }
}

/// <summary>Remembers when it ran.</summary>
sealed class RecurringJob(string name, string cron, Func<CancellationToken, Task>? work = null) : IScheduledJob
{
    public const string EverySecond = "* * * * * ?";
    public const string Yearly = "0 0 3 1 1 ?";

    readonly ConcurrentQueue<DateTimeOffset> runs = new();

    public string Name => name;

    public string Cron => cron;

    public int Count => runs.Count;

    public async Task RunAsync(CancellationToken ct)
    {
        runs.Enqueue(TimeProvider.System.GetUtcNow());
        if (work is not null) await work(ct);
    }

    public async Task<bool> RanAsync(int times, TimeSpan within)
    {
        var end = TimeProvider.System.GetUtcNow() + within;
        while (Count < times && TimeProvider.System.GetUtcNow() < end) await Task.Delay(20);
        return Count >= times;
    }
}

/// <summary>Lines of a log, with their levels.</summary>
sealed class KeptLog : ILoggerProvider, ILogger
{
    readonly ConcurrentQueue<(LogLevel Level, int Id, string Line)> lines = new();

    public IReadOnlyList<(LogLevel Level, int Id, string Line)> Lines => [.. lines];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue((logLevel, eventId.Id, formatter(state, exception)));

    public void Dispose()
    {
    }
}
