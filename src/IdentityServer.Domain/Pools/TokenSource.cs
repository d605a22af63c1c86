namespace IdentityServer.Domain.Pools;

/// <summary>Whose tokens a self-provided pool believes: those signed by these keys, whoever <c>iss</c> says they are from, unless it is pinned.</summary>
public sealed record TokenSource
{
    public const string UsualIdClaim = "sub";

    /// <summary>Where the JWK set is published; null where it was given as <see cref="Jwks"/>.</summary>
    public string? JwksUri { get; init; }

    /// <summary>The JWK set itself as JSON: RFC 7517 §5.</summary>
    public string? Jwks { get; init; }

    /// <summary>The claim with the user's id; dots descend into objects, and the longest name that is there wins.</summary>
    public string IdClaim { get; init; } = UsualIdClaim;

    /// <summary>Exact <c>iss</c>; null accepts any: RFC 7519 §4.1.1.</summary>
    public string? Issuer { get; init; }

    /// <summary>Has to be among <c>aud</c>; null accepts any: RFC 7519 §4.1.3.</summary>
    public string? Audience { get; init; }
}
