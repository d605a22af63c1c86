using System.Security.Cryptography;

namespace IdentityServer.Storage.Lanes;

/// <summary>Each write in a context of its own, for databases that take many writers.</summary>
internal sealed class DirectWriteLane(IContexts contexts, IDialect dialect) : IWriteLane
{
    const int MostAttempts = 8;

    public async ValueTask<T> RunAsync<T>(WriteScope scope, Func<IdpContext, CancellationToken, Task<T>> write, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(scope, write, ct);
            }
            // A conflict is the database's word that nothing of this attempt stands. A lost connection is not: whether
            // its commit arrived is unknown, so that is never tried again here.
            catch (Exception exception) when (attempt < MostAttempts && dialect.MeansConflict(exception))
            {
                await Task.Delay(RandomNumberGenerator.GetInt32(1, 10 << Math.Min(attempt, 5)), ct);
            }
            catch (Exception exception) when (dialect.MeansConflict(exception) || dialect.MeansOutage(exception))
            {
                throw StorageUnavailableException.Because(exception);
            }
        }
    }

    async Task<T> OnceAsync<T>(WriteScope scope, Func<IdpContext, CancellationToken, Task<T>> write, CancellationToken ct)
    {
        await using var context = scope.Pool is { } pool ? contexts.Open(pool) : contexts.OpenSystemWide();
        if (!scope.Together) return await write(context, ct);

        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        var result = await write(context, ct);
        await transaction.CommitAsync(ct);
        return result;
    }
}
