using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Authorize;

/// <summary>What a believed token of the provider before says, on the short way to the request that knows whether anybody is signed in.</summary>
public sealed record CutoverPass
{
    /// <summary>The id of the trusted issuer.</summary>
    public required string IssuerId { get; init; }
    public required UserId UserId { get; init; }

    /// <summary>Digest of what is signed in the token: it begins one session.</summary>
    public required HandleDigest Token { get; init; }

    /// <summary>Its <c>exp</c>.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the user signed in there, as far as the token tells.</summary>
    public required DateTimeOffset AuthTime { get; init; }
    public string? Name { get; init; }
    public string? Email { get; init; }
    public bool EmailVerified { get; init; }
}
