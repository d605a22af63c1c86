using IdentityServer.Domain.Keys;

namespace IdentityServer.Storage.Keys;

internal sealed class KeyStore(Archive archive) : IKeyStore
{
    public async ValueTask<IReadOnlyList<SigningKey>> ListAsync(PoolId pool, CancellationToken ct) =>
        await archive.ReadAsync(pool, (context, token) =>
            context.SigningKeys.AsNoTracking().OrderBy(key => key.Algorithm).ThenBy(key => key.Generation).ToListAsync(token), ct);

    public ValueTask<bool> AddAsync(SigningKey key, CancellationToken ct) => archive.AddAsync(key.PoolId, key, ct);

    public ValueTask<SealedSecret?> FindSecretAsync(string name, CancellationToken ct) =>
        archive.ReadSystemWideAsync((context, token) =>
            context.SealedSecrets.AsNoTracking().FirstOrDefaultAsync(secret => secret.Name == name, token), ct);

    public ValueTask<bool> AddSecretAsync(SealedSecret secret, CancellationToken ct) => archive.AddAsync(pool: null, secret, ct);
}
