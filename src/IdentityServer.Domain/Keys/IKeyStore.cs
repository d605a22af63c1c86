using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>Signing keys, and the other secrets that are the same on every node.</summary>
public interface IKeyStore
{
    ValueTask<IReadOnlyList<SigningKey>> ListAsync(PoolId pool, CancellationToken ct);

    /// <summary>False where this pool and algorithm already have a key of this generation: another node was first.</summary>
    ValueTask<bool> AddAsync(SigningKey key, CancellationToken ct);

    ValueTask<SealedSecret?> FindSecretAsync(string name, CancellationToken ct);

    /// <summary>False where the name is taken: another node was first.</summary>
    ValueTask<bool> AddSecretAsync(SealedSecret secret, CancellationToken ct);
}
