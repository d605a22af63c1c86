namespace IdentityServer.Domain.Clients;

/// <summary>One way in which a client proves who it is; a client has a list of them, so that secrets can overlap while they are changed.</summary>
public sealed class ClientCredential
{
    /// <summary>SHA-256 of the secret, in base64url. Secrets are long and random, so a fast hash is enough: RFC 6819 §5.1.4.1.3.</summary>
    public required string SecretDigest { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not accepted from then on; null means no end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public bool IsLive(DateTimeOffset now) => ExpiresAt is null || now < ExpiresAt;
}
