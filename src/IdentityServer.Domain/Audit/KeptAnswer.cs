using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Audit;

/// <summary>The answer to a request that carried an <c>Idempotency-Key</c>: the same request gets it again, and changes nothing.</summary>
public sealed class KeptAnswer
{
    public required string OrganizationId { get; init; }

    /// <summary>Of the caller, the route and the key.</summary>
    public required HandleDigest Key { get; init; }

    /// <summary>Of the body, with a salt that is sealed with the answer: another body under the same key is another request, and a mistake.</summary>
    public required HandleDigest Request { get; init; }

    /// <summary>The salt and the answer's JSON, sealed: it may hold what is shown once.</summary>
    public required string Sealed { get; init; }

    /// <summary>Forgotten from then on.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
