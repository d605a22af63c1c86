using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>An immutable snapshot of a pool's keys: what signs now, what verifies, and the JWK set as it is published.</summary>
public sealed class KeyRing : IVerificationKeys
{
    readonly Dictionary<string, SigningCredential> signers;
    readonly JwkSet published;

    /// <param name="signers">By algorithm.</param>
    /// <param name="published">All keys that relying parties may meet: RFC 7517 §5.</param>
    public KeyRing(PoolId pool, IReadOnlyDictionary<string, SigningCredential> signers, IReadOnlyCollection<Jwk> published, RefreshTokenSealer refreshTokens)
    {
        Pool = pool;
        this.signers = new(signers, StringComparer.Ordinal);
        this.published = new(published);
        RefreshTokens = refreshTokens;
        using var buffer = new PooledBuffer(4096);
        using (var json = new Utf8JsonWriter(buffer)) this.published.WriteTo(json);
        JwksJson = buffer.Written.ToArray();
        ETag = $"\"{Base64Url.EncodeToString(SHA256.HashData(buffer.Written).AsSpan(0, 12))}\"";
    }

    public PoolId Pool { get; }

    /// <summary>The public JWK set, ready to send.</summary>
    public ReadOnlyMemory<byte> JwksJson { get; }

    /// <summary>RFC 9110 §8.8.3, quotes included; the same bytes give the same tag on every node.</summary>
    public string ETag { get; }

    /// <summary>Makes and reads this pool's refresh tokens.</summary>
    public RefreshTokenSealer RefreshTokens { get; }

    /// <summary>Algorithms that can sign now.</summary>
    public IReadOnlyCollection<string> Algorithms => signers.Keys;

    /// <summary>The active key for an algorithm, or null where there is none.</summary>
    public SigningCredential? Signer(string algorithm) => signers.GetValueOrDefault(algorithm);

    /// <summary>A key of ours by its name. Our tokens always carry a kid, so without one there is none.</summary>
    public VerificationKey? Find(string? kid, JwsAlgorithm algorithm) => kid is null ? null : published.Find(kid, algorithm);
}
