using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>Signing keys, policies and shared secrets; a change has the keys to itself, as the port promises.</summary>
sealed class MemoryKeys : IKeyStore
{
    readonly Lock gate = new();
    readonly Dictionary<PoolId, long> stamps = [];
    long stamp;

    public List<SigningKey> Keys { get; } = [];

    public List<RotationPolicy> Policies { get; } = [];

    /// <summary>Of the pools that say something else than the root's.</summary>
    public Dictionary<PoolId, TimeSpan> Lifetimes { get; } = [];

    public List<AuditRecord> Records { get; } = [];

    public List<SealedSecret> Secrets { get; } = [];

    /// <summary>Runs between a read and the change that follows it: what another node does meanwhile.</summary>
    public Action? Meanwhile { get; set; }

    public async ValueTask<StoredKeys> ListAsync(PoolId pool, CancellationToken ct)
    {
        await Task.Yield();
        lock (gate) return new([.. Keys.Where(key => key.PoolId == pool).Select(Copy)], [.. Policies.Where(policy => policy.PoolId == pool)]) { LongestLifetime = LongestLifetime(pool) };
    }

    public ValueTask<long> StampAsync(CancellationToken ct)
    {
        lock (gate) return new(stamp);
    }

    public ValueTask<IReadOnlyList<PoolId>> ChangedSinceAsync(long since, CancellationToken ct)
    {
        lock (gate) return new([.. stamps.Where(pair => pair.Value > since).Select(pair => pair.Key)]);
    }

    public async ValueTask<T> ChangeAsync<T>(PoolId pool, Func<KeyChange, IReadOnlyList<RotationPolicy>, T> change, CancellationToken ct)
    {
        await Task.Yield();
        Meanwhile?.Invoke();
        lock (gate)
        {
            stamps[pool] = ++stamp;
            KeyChange hands = new(Keys.Where(key => key.PoolId == pool), Secrets.Find(secret => secret.Name == SharedSecret.Name)?.SealedBy, LongestLifetime(pool));
            var result = change(hands, [.. Policies.Where(policy => policy.PoolId == pool)]);
            Keys.AddRange(hands.Added);
            Records.AddRange(hands.Records);
            Keys.RemoveAll(hands.Removed.Contains);
            return result;
        }
    }

    public ValueTask SavePolicyAsync(RotationPolicy policy, AuditRecord record, CancellationToken ct)
    {
        lock (gate)
        {
            stamps[policy.PoolId] = ++stamp;
            Records.Add(record);
            Policies.RemoveAll(row => row.PoolId == policy.PoolId && row.Algorithm == policy.Algorithm);
            Policies.Add(policy);
        }
        return default;
    }

    public ValueTask RemovePolicyAsync(PoolId pool, string algorithm, AuditRecord record, CancellationToken ct)
    {
        lock (gate)
        {
            stamps[pool] = ++stamp;
            Records.Add(record);
            Policies.RemoveAll(row => row.PoolId == pool && row.Algorithm == algorithm);
        }
        return default;
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

    TimeSpan LongestLifetime(PoolId pool) => Lifetimes.TryGetValue(pool, out var longest) ? longest : KeyTimes.LongestLifetime;

    /// <summary>As a database gives out rows: nobody else's objects.</summary>
    static SigningKey Copy(SigningKey key) => new()
    {
        PoolId = key.PoolId,
        Kid = key.Kid,
        Algorithm = key.Algorithm,
        Generation = key.Generation,
        PublicJwk = key.PublicJwk,
        SealedPrivateKey = key.SealedPrivateKey,
        SealedBy = key.SealedBy,
        CreatedAt = key.CreatedAt,
        AnnouncedAt = key.AnnouncedAt,
        ActivatedAt = key.ActivatedAt,
        SignedUntil = key.SignedUntil,
        RetiredAt = key.RetiredAt,
        WithdrawnAt = key.WithdrawnAt,
        RevokedAt = key.RevokedAt,
        RevokedReason = key.RevokedReason,
    };
}
