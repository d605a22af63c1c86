using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>
/// An immutable snapshot of a pool's keys: what signs now, what verifies, and the JWK set as it is published. The set is a
/// function of what is stored and of nothing else, so all nodes publish the same bytes.
/// </summary>
public sealed class KeyRing : IVerificationKeys
{
    readonly Dictionary<string, KeyRingSigner> signers;
    readonly JwkSet published;

    /// <param name="published">All keys that relying parties may meet: RFC 7517 §5.</param>
    /// <param name="withdrawn">Keys that left the set in good order.</param>
    public KeyRing(PoolId pool, IEnumerable<KeyRingSigner> signers, IReadOnlyCollection<Jwk> published, IReadOnlyCollection<Jwk> withdrawn, RefreshTokenSealer refreshTokens)
    {
        Pool = pool;
        this.signers = signers.ToDictionary(signer => signer.Credential.Algorithm.Name, StringComparer.Ordinal);
        this.published = new(published);
        Past = new JwkSet([.. published, .. withdrawn]);
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

    /// <summary>The stored keys and policies that this ring was made of.</summary>
    public IReadOnlyList<SigningKey> Keys
    {
        get;
        init
        {
            field = value;
            AnnouncedAt = value.Where(key => key.IsPublic).Max(key => key.AnnouncedAt) ?? AnnouncedAt;
        }
    } = [];

    /// <summary>When the newest of the published keys was announced.</summary>
    public DateTimeOffset AnnouncedAt { get; private init; } = DateTimeOffset.UnixEpoch;

    public IReadOnlyList<RotationPolicy> Policies { get; init; } = [];

    /// <summary>No token of the pool lives longer; as it stood when the keys were read.</summary>
    public TimeSpan LongestLifetime { get; init; } = KeyTimes.LongestLifetime;

    /// <summary>When the schedule will next change the JWK set.</summary>
    public DateTimeOffset NextChange { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Algorithms that can sign.</summary>
    public IReadOnlyCollection<string> Algorithms => signers.Keys;

    public IEnumerable<KeyRingSigner> Signers => signers.Values;

    /// <summary>Published keys and those that were: what an old ID token is checked against when it comes back as a hint.</summary>
    public IVerificationKeys Past { get; }

    /// <summary>
    /// The active key for an algorithm; null where there is none, or where a token that lives until <paramref name="expiry"/>
    /// might outlive its key's publication.
    /// </summary>
    public SigningCredential? Signer(string algorithm, DateTimeOffset expiry) =>
        signers.TryGetValue(algorithm, out var signer) && expiry <= signer.SignedUntil ? signer.Credential : null;

    /// <summary>A published key of ours by its name. Our tokens always carry a kid, so without one there is none.</summary>
    public VerificationKey? Find(string? kid, JwsAlgorithm algorithm) => kid is null ? null : published.Find(kid, algorithm);

    /// <summary>Whole seconds that the JWK set may be kept for: RFC 9111 §5.2.2.1. Less and less as a change comes near.</summary>
    public int MaxAge(DateTimeOffset now)
    {
        var left = NextChange - now;
        return (int)(left >= KeyTimes.MaxAge ? KeyTimes.MaxAge : left <= KeyTimes.ShortestMaxAge ? KeyTimes.ShortestMaxAge : left).TotalSeconds;
    }

    /// <summary>Whether the mark below which the keys may sign should be raised now.</summary>
    public bool IsLeaseDue(DateTimeOffset now)
    {
        foreach (var signer in signers.Values)
            if (signer.SignedUntil <= now + LongestLifetime + (KeyTimes.Lease / 2)) return true;
        return false;
    }

    /// <summary>Whether the mark has been reached: the longest-lived tokens could not be signed any more.</summary>
    public bool IsLeaseOver(DateTimeOffset now) => !Reaches(now + LongestLifetime);

    /// <summary>Whether every key here may sign what lives until then.</summary>
    public bool Reaches(DateTimeOffset until)
    {
        foreach (var signer in signers.Values)
            if (signer.SignedUntil < until) return false;
        return true;
    }

    /// <summary>Algorithms whose successor is late, and since when. See <see cref="KeyRotation.MissingSince"/>.</summary>
    public IEnumerable<(string Algorithm, DateTimeOffset Since)> MissingSuccessors(DateTimeOffset now)
    {
        foreach (var policy in Policies)
            if (KeyRotation.MissingSince(Keys, policy, now) is { } since) yield return (policy.Algorithm, since);
    }
}

/// <summary>A key that signs.</summary>
/// <param name="SignedUntil">No token may live longer than this: <see cref="SigningKey.SignedUntil"/>.</param>
public sealed record KeyRingSigner(SigningCredential Credential, DateTimeOffset SignedUntil);
