using IdentityServer.Startup;
using IdentityServer.Storage;

namespace IdentityServer.Keys;

/// <summary>Stores what the ledgers have counted, each in its own time and all of them once more when the node stops.</summary>
internal sealed partial class Ledgers(IEnumerable<ILedger> ledgers, Readiness readiness, TimeProvider clock, ILogger<Ledgers> log) : BackgroundService
{
    readonly ILedger[] all = [.. ledgers];

    // Never disposed: nobody waits on its handle, and a write may still be under way when the host is torn down.
    readonly SemaphoreSlim writing = new(1);

    /// <summary>Stores everything now: for who is about to read it on this node.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        foreach (var ledger in all) await WriteAsync(ledger, ct);
    }

    /// <summary>The same for one of them.</summary>
    public Task FlushAsync(ILedger one, CancellationToken ct) => WriteAsync(one, ct);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // The server has stopped listening before: nothing is counted any more.
        await base.StopAsync(cancellationToken);
        foreach (var ledger in all) await TryAsync(ledger, cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(all.Select(ledger => KeepAsync(ledger, stoppingToken)));

    async Task KeepAsync(ILedger ledger, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(ledger.Every, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await TryAsync(ledger, stopping);
        }
    }

    async Task TryAsync(ILedger ledger, CancellationToken ct)
    {
        if (readiness.StartupProblem is not null) return;
        try
        {
            await WriteAsync(ledger, ct);
        }
        catch (StorageUnavailableException outage)
        {
            Waits(outage.Message);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The node stops; what was not stored is stored once more at its end.
        }
#pragma warning disable CA1031 // The next time may pass; a node that stopped writing would report nothing of what it does.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Failed(bug);
        }
    }

    async Task WriteAsync(ILedger ledger, CancellationToken ct)
    {
        await writing.WaitAsync(ct);
        try
        {
            await ledger.WriteAsync(ct);
        }
        finally
        {
            writing.Release();
        }
    }

    [LoggerMessage(EventId = 1261, Level = LogLevel.Debug, Message = "What was counted stays in memory: {Problem}")]
    partial void Waits(string problem);

    [LoggerMessage(EventId = 1262, Level = LogLevel.Error, Message = "What was counted could not be stored")]
    partial void Failed(Exception bug);
}
