using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>Signing keys and shared secrets, with the unique indexes that the port speaks of.</summary>
sealed class MemoryKeys : IKeyStore
{
    readonly Lock gate = new();

    public List<SigningKey> Keys { get; } = [];

    public List<SealedSecret> Secrets { get; } = [];

    public async ValueTask<IReadOnlyList<SigningKey>> ListAsync(PoolId pool, CancellationToken ct)
    {
        await Task.Yield();
        lock (gate) return [.. Keys.Where(key => key.PoolId == pool)];
    }

    public async ValueTask<bool> AddAsync(SigningKey key, CancellationToken ct)
    {
        await Task.Yield();
        lock (gate)
        {
            if (Keys.Any(row => row.PoolId == key.PoolId && row.Algorithm == key.Algorithm && row.Generation == key.Generation)) return false;
            Keys.Add(key);
            return true;
        }
    }

    public async ValueTask<SealedSecret?> FindSecretAsync(string name, CancellationToken ct)
    {
        await Task.Yield();
        lock (gate) return Secrets.Find(secret => secret.Name == name);
    }

    public async ValueTask<bool> AddSecretAsync(SealedSecret secret, CancellationToken ct)
    {
        await Task.Yield();
        lock (gate)
        {
            if (Secrets.Exists(row => row.Name == secret.Name)) return false;
            Secrets.Add(secret);
            return true;
        }
    }
}
