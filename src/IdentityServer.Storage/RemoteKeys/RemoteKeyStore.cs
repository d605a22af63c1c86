using IdentityServer.Domain.RemoteKeys;

namespace IdentityServer.Storage.RemoteKeys;

internal sealed class RemoteKeyStore(Archive archive) : IRemoteKeyStore
{
    public async ValueTask<StoredKeySet?> FindAsync(string source, CancellationToken ct)
    {
        var digest = HandleDigest.Of(source);
        return await archive.ReadSystemWideAsync((context, token) => context.RemoteKeys.AsNoTracking().FirstOrDefaultAsync(row => row.Source == digest, token), ct) is { } found
            ? new(source, found.Json, found.ConfirmedAt)
            : null;
    }

    public async ValueTask SaveAsync(StoredKeySet keys, CancellationToken ct)
    {
        var (digest, json, at) = (HandleDigest.Of(keys.Source), keys.Json.ToArray(), keys.ConfirmedAt);
        var replaced = await archive.WriteSystemWideAsync((context, token) => context.RemoteKeys.Where(row => row.Source == digest)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Json, json).SetProperty(row => row.ConfirmedAt, at), token), ct);
        // False says that another node was first, with keys as good as these.
        if (replaced == 0) await archive.AddAsync(pool: null, new RemoteKeyRow { Source = digest, Json = json, ConfirmedAt = at }, ct);
    }
}
