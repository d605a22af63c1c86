using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>Makes signing keys, and opens those that it made: the one place where a private key is in the clear.</summary>
public sealed class KeyFactory(MasterKeys masterKeys, TimeProvider clock)
{
    /// <summary>What every pool has keys for: OIDC Core §15.1 asks for RS256.</summary>
    public static IReadOnlyList<JwsAlgorithm> Algorithms { get; } =
        [.. new[] { JwsAlgorithm.RS256, JwsAlgorithm.ES256, JwsAlgorithm.EdDSA }.Where(algorithm => algorithm.IsAvailable)];

    public SigningKey Make(PoolId pool, JwsAlgorithm algorithm)
    {
        using var credential = SigningCredential.Generate(algorithm);
        return Seal(pool, credential);
    }

    /// <summary>
    /// A new key, sealed under the master key that this database is sealed under; or why none may be made beside what is
    /// there: something of it cannot be opened here.
    /// </summary>
    public async ValueTask<(SigningKey? Key, string? Problem)> MakeAsync(IKeyStore store, IReadOnlyList<SigningKey> beside, PoolId pool, JwsAlgorithm algorithm, CancellationToken ct)
    {
        if (Problem(beside) is { } problem) return (null, problem);
        if (await store.FindSecretAsync(SharedSecret.Name, ct) is not null && (await new SharedSecret(store, masterKeys, clock).FindAsync(ct)).Problem is { } closed) return (null, closed);
        return (Make(pool, algorithm), null);
    }

    /// <summary>The row of a key, not yet anybody's successor.</summary>
    public SigningKey Seal(PoolId pool, SigningCredential credential)
    {
        using var json = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(json)) credential.PublicJwk.WriteTo(writer);
        var pkcs8 = credential.ExportPkcs8();
        var masterKey = masterKeys.Current;
        var key = new SigningKey
        {
            PoolId = pool,
            Kid = credential.Kid,
            Algorithm = credential.Algorithm.Name,
            Generation = 0,
            PublicJwk = Encoding.UTF8.GetString(json.Written),
            SealedPrivateKey = masterKey.Seal(pkcs8, SealedPlace.OfSigningKey(pool, credential.Kid)),
            SealedBy = masterKey.Fingerprint,
            CreatedAt = clock.GetUtcNow(),
        };
        CryptographicOperations.ZeroMemory(pkcs8);
        return key;
    }

    /// <summary>The key, ready to sign; null where its private half is destroyed or no master key opens it.</summary>
    public SigningCredential? Open(SigningKey key)
    {
        if (key.SealedPrivateKey is null || !JwsAlgorithm.TryGet(key.Algorithm, out var algorithm) || !algorithm.IsAvailable) return null;
        if (!TryOpen(key, out var pkcs8)) return null;
        var credential = SigningCredential.FromPkcs8(key.Kid, algorithm, pkcs8);
        CryptographicOperations.ZeroMemory(pkcs8);
        return credential;
    }

    /// <summary>Why no key may be made beside these: one of them cannot be opened here. Null where all can.</summary>
    public string? Problem(IEnumerable<SigningKey> keys)
    {
        foreach (var key in keys)
        {
            if (key.SealedPrivateKey is null) continue;
            if (!TryOpen(key, out var pkcs8)) return masterKeys.Problem($"the signing key {key.Kid}", key.SealedBy);
            CryptographicOperations.ZeroMemory(pkcs8);
        }
        return null;
    }

    bool TryOpen(SigningKey key, out byte[] pkcs8) =>
        masterKeys.TryOpen(key.SealedBy, key.SealedPrivateKey, SealedPlace.OfSigningKey(key.PoolId, key.Kid), out pkcs8);
}
