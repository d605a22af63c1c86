using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>Makes signing keys, and opens those that it made: the one place where a private key is in the clear.</summary>
public sealed class KeyFactory(MasterKey masterKey, TimeProvider clock)
{
    /// <summary>What every pool has keys for: OIDC Core §15.1 asks for RS256.</summary>
    public static IReadOnlyList<JwsAlgorithm> Algorithms { get; } =
        [.. new[] { JwsAlgorithm.RS256, JwsAlgorithm.ES256, JwsAlgorithm.EdDSA }.Where(algorithm => algorithm.IsAvailable)];

    public SigningKey Make(PoolId pool, JwsAlgorithm algorithm)
    {
        using var credential = SigningCredential.Generate(algorithm);
        return Seal(pool, credential);
    }

    /// <summary>The row of a key, not yet anybody's successor.</summary>
    public SigningKey Seal(PoolId pool, SigningCredential credential)
    {
        using var json = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(json)) credential.PublicJwk.WriteTo(writer);
        var pkcs8 = credential.ExportPkcs8();
        var key = new SigningKey
        {
            PoolId = pool,
            Kid = credential.Kid,
            Algorithm = credential.Algorithm.Name,
            Generation = 0,
            PublicJwk = Encoding.UTF8.GetString(json.Written),
            SealedPrivateKey = masterKey.Seal(pkcs8, Place(pool, credential.Kid)),
            SealedBy = masterKey.Fingerprint,
            CreatedAt = clock.GetUtcNow(),
        };
        CryptographicOperations.ZeroMemory(pkcs8);
        return key;
    }

    /// <summary>The key, ready to sign; null where its private half is destroyed or the master key does not open it.</summary>
    public SigningCredential? Open(SigningKey key)
    {
        if (key.SealedPrivateKey is null || !JwsAlgorithm.TryGet(key.Algorithm, out var algorithm) || !algorithm.IsAvailable) return null;
        if (!masterKey.TryOpen(key.SealedPrivateKey, Place(key.PoolId, key.Kid), out var pkcs8)) return null;
        var credential = SigningCredential.FromPkcs8(key.Kid, algorithm, pkcs8);
        CryptographicOperations.ZeroMemory(pkcs8);
        return credential;
    }

    /// <summary>Why no key may be made beside these: the master key does not open one of them. Null where it opens all.</summary>
    public string? Problem(IEnumerable<SigningKey> keys)
    {
        foreach (var key in keys)
        {
            if (key.SealedPrivateKey is null) continue;
            if (!masterKey.TryOpen(key.SealedPrivateKey, Place(key.PoolId, key.Kid), out var pkcs8))
                return WrongMasterKey($"the signing key {key.Kid}, sealed under {key.SealedBy}");
            CryptographicOperations.ZeroMemory(pkcs8);
        }
        return null;
    }

    /// <param name="what">What it does not open.</param>
    internal string WrongMasterKey(string what) =>
        $"The master key (fingerprint {masterKey.Fingerprint}) does not open {what}. "
        + "Put the right master.key into Idp:Keys:Directory, or set Idp:Keys:MasterKey. No new keys are made in its place.";

    static string Place(PoolId pool, string kid) => $"signing-key/{pool}/{kid}";
}
