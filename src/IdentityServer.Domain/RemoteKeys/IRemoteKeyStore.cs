namespace IdentityServer.Domain.RemoteKeys;

/// <summary>Keeps the last good keys of each source, so that a restart while the source is away forgets nothing.</summary>
public interface IRemoteKeyStore
{
    ValueTask<StoredKeySet?> FindAsync(string source, CancellationToken ct);

    /// <summary>Adds or replaces; of two nodes that save at once either may win.</summary>
    ValueTask SaveAsync(StoredKeySet keys, CancellationToken ct);
}
