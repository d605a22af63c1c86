using System.Security.Cryptography;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Clients;

/// <summary>A client's secret: shown once, stored as a SHA-256 digest, compared in constant time. RFC 6749 §2.3.1.</summary>
public static class ClientSecret
{
    /// <summary>Shorter ones are refused: a fast hash protects only what cannot be guessed.</summary>
    public const int ShortestLength = 16;

    // What an unknown client's secret is compared with, so that it costs what a wrong secret costs.
    static readonly ClientCredential[] Nobody =
        [new() { SecretDigest = HandleDigest.Of(RandomNumberGenerator.GetHexString(64)).Value, CreatedAt = DateTimeOffset.MinValue }];

    /// <summary>A fresh one: 256 random bits.</summary>
    public static string New() => Handle.New().Reveal();

    public static string DigestOf(string secret) => HandleDigest.Of(secret).Value;

    /// <summary>Whether any live credential matches. Null stands for an unknown client and takes the same time.</summary>
    public static bool Matches(Client? client, string secret, DateTimeOffset now)
    {
        var digest = HandleDigest.Of(secret).Value;
        var matches = false;
        foreach (var credential in client is { Credentials.Count: > 0 } ? client.Credentials : Nobody)
            matches |= FixedTime.Equal(credential.SecretDigest, digest) & credential.IsLive(now);
        return matches && client is not null;
    }
}
