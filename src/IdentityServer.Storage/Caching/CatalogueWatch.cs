using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IdentityServer.Storage.Caching;

/// <summary>Asks the database twice a second whether another node has changed a client or a resource.</summary>
internal sealed partial class CatalogueWatch(Archive archive, Catalogue catalogue, TimeProvider clock, ILogger<CatalogueWatch> log) : BackgroundService
{
    static readonly TimeSpan period = TimeSpan.FromMilliseconds(500);

    readonly Func<IdpContext, CancellationToken, Task<long>> stamp =
        EF.CompileAsyncQuery((IdpContext context, CancellationToken ct) =>
            context.ChangeStamps.Where(row => row.Name == ChangeStamp.Catalogue).Select(row => row.Value).FirstOrDefault());

    internal async Task LookAsync(CancellationToken ct)
    {
        var askedAt = clock.GetTimestamp();
        catalogue.Confirm(await archive.ReadSystemWideAsync(stamp, ct), askedAt);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var answers = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
                if (!answers) Answers();
                answers = true;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
#pragma warning disable CA1031 // Whatever it was, the next look may pass; until then the catalogue loses trust by itself.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (answers) Silent(exception);
                answers = false;
            }
            await Task.Delay(period, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(3001, LogLevel.Warning, "The database does not answer; cached clients are trusted for a minute more.")]
    partial void Silent(Exception exception);

    [LoggerMessage(3002, LogLevel.Information, "The database answers again.")]
    partial void Answers();
}
