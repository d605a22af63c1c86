using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>Key rings as the loader leaves them; the keys are made once for all tests.</summary>
sealed class Rings : IKeyRings, IKeyLease
{
    static readonly Dictionary<string, SigningCredential> Signers =
        new[] { JwsAlgorithm.RS256, JwsAlgorithm.ES256, JwsAlgorithm.EdDSA }
            .Where(algorithm => algorithm.IsAvailable).ToDictionary(algorithm => algorithm.Name, SigningCredential.Generate);

    static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    readonly Dictionary<PoolId, KeyRing> rings = new() { [PoolId.Default] = Ring(PoolId.Default) };

    public KeyRing Default => rings[PoolId.Default];

    public static KeyRing Ring(PoolId pool, params string[] without)
    {
        var signers = Signers.Where(pair => !without.Contains(pair.Key)).ToDictionary();
        return new(pool, signers.Values.Select(signer => new KeyRingSigner(signer, DateTimeOffset.MaxValue)), [.. signers.Values.Select(signer => signer.PublicJwk)], [], new(Secret, pool));
    }

    public void Put(KeyRing ring) => rings[ring.Pool] = ring;

    /// <summary>What the database has to give when a mark is to be raised; null while it is away.</summary>
    public KeyRing? Renewed { get; set; }

    public ValueTask RenewAsync(PoolId pool, DateTimeOffset until, CancellationToken ct)
    {
        if (Renewed is not null) Put(Renewed);
        return default;
    }

    public void Lose(PoolId pool) => rings.Remove(pool);

    public KeyRing? Find(PoolId pool) => rings.GetValueOrDefault(pool);

    public ValueTask<KeyRing?> OpenAsync(PoolId pool, CancellationToken ct) => new(Find(pool));
}
