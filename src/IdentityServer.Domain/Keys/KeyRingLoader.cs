using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>
/// Opens a pool's keys, and makes the first ones where there are none. Of several nodes that start at once on an empty
/// database exactly one makes each key; a node with the wrong master key makes nothing.
/// </summary>
public sealed class KeyRingLoader(IKeyStore keys, MasterKey masterKey, TimeProvider clock)
{
    const string RefreshSecret = "refresh-tokens";

    static IEnumerable<JwsAlgorithm> Algorithms =>
        new[] { JwsAlgorithm.RS256, JwsAlgorithm.ES256, JwsAlgorithm.EdDSA }.Where(algorithm => algorithm.IsAvailable);

    public async ValueTask<KeyRingLoad> LoadAsync(PoolId pool, CancellationToken ct)
    {
        // What is there has to open before anything is made beside it: a wrong master key makes nothing.
        var stored = await keys.ListAsync(pool, ct);
        foreach (var key in stored)
            if (key.SealedPrivateKey is { } sealedKey && !masterKey.TryOpen(sealedKey, Place(pool, key.Kid), out _)) return new(null, WrongMasterKey(key));
        var secret = await ShareSecretAsync(RefreshSecret, ct);
        if (secret is null) return new(null, WrongMasterKey());

        foreach (var algorithm in Algorithms)
        {
            if (stored.Any(key => key.Algorithm == algorithm.Name)) continue;
            await keys.AddAsync(NewKey(pool, algorithm, generation: 1), ct);
        }
        stored = await keys.ListAsync(pool, ct);
        return Open(pool, stored, secret);
    }

    /// <summary>The secret of that name, made now if there is none; null where the master key does not open it.</summary>
    async ValueTask<byte[]?> ShareSecretAsync(string name, CancellationToken ct)
    {
        var place = "secret/" + name;
        var stored = await keys.FindSecretAsync(name, ct);
        if (stored is null)
        {
            var made = new SealedSecret
            {
                Name = name,
                Sealed = masterKey.Seal(RandomNumberGenerator.GetBytes(32), place),
                SealedBy = masterKey.Fingerprint,
                CreatedAt = clock.GetUtcNow(),
            };
            stored = await keys.AddSecretAsync(made, ct) ? made : await keys.FindSecretAsync(name, ct);
        }
        return stored is not null && masterKey.TryOpen(stored.Sealed, place, out var secret) ? secret : null;
    }

    SigningKey NewKey(PoolId pool, JwsAlgorithm algorithm, int generation)
    {
        using var credential = SigningCredential.Generate(algorithm);
        var pkcs8 = credential.ExportPkcs8();
        using var json = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(json)) credential.PublicJwk.WriteTo(writer);
        var now = clock.GetUtcNow();
        var key = new SigningKey
        {
            PoolId = pool,
            Kid = credential.Kid,
            Algorithm = algorithm.Name,
            Generation = generation,
            PublicJwk = Encoding.UTF8.GetString(json.Written),
            SealedPrivateKey = masterKey.Seal(pkcs8, Place(pool, credential.Kid)),
            SealedBy = masterKey.Fingerprint,
            CreatedAt = now,
            ActiveFrom = now,
        };
        CryptographicOperations.ZeroMemory(pkcs8);
        return key;
    }

    KeyRingLoad Open(PoolId pool, IReadOnlyList<SigningKey> stored, byte[] secret)
    {
        var now = clock.GetUtcNow();
        Dictionary<string, SigningCredential> signers = new(StringComparer.Ordinal);
        List<Jwk> published = [];
        foreach (var key in stored.OrderBy(key => key.Algorithm, StringComparer.Ordinal).ThenByDescending(key => key.Generation))
        {
            if (!Jwk.TryParse(Encoding.UTF8.GetBytes(key.PublicJwk), out var jwk, out var problem) || !JwsAlgorithm.TryGet(key.Algorithm, out var algorithm))
                return new(null, $"The signing key {key.Kid} in the database is damaged ({problem}). Restore the database from a backup.");
            published.Add(jwk);
            if (key.ActiveFrom > now || key.RetiredAt <= now || signers.ContainsKey(key.Algorithm) || !algorithm.IsAvailable) continue;
            if (key.SealedPrivateKey is null || !masterKey.TryOpen(key.SealedPrivateKey, Place(pool, key.Kid), out var pkcs8))
                return new(null, WrongMasterKey(key));
            signers[key.Algorithm] = SigningCredential.FromPkcs8(key.Kid, algorithm, pkcs8);
            CryptographicOperations.ZeroMemory(pkcs8);
        }
        return new(new KeyRing(pool, signers, published, new(secret, pool)), null);
    }

    string WrongMasterKey(SigningKey? key = null) =>
        $"The master key (fingerprint {masterKey.Fingerprint}) does not open {(key is null ? "this database's secrets" : $"the signing key {key.Kid}, sealed under {key.SealedBy}")}. "
        + "Put the right master.key into Idp:Keys:Directory, or set Idp:Keys:MasterKey. No new keys are made in its place.";

    static string Place(PoolId pool, string kid) => $"signing-key/{pool}/{kid}";
}
