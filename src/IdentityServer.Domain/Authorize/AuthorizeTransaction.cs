using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Authorize;

/// <summary>
/// An authorization request that waits for a person: what was asked, which browser asked it, and how far it has come.
/// Its handle travels in the URL, its browser's handle in a cookie; one without the other opens nothing (RFC 9700 §4.7).
/// </summary>
public sealed class AuthorizeTransaction
{
    public required PoolId PoolId { get; init; }
    public required HandleDigest Digest { get; init; }

    /// <summary>Digest of the cookie of the browser that began it.</summary>
    public required HandleDigest BrowserDigest { get; init; }
    public required ClientId ClientId { get; init; }

    /// <summary>The parameters as they came, in their order.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The session that signing in within this transaction made: the proof of passage that prompt=login asks for.</summary>
    public SessionId? SignedInSession { get; set; }

    /// <summary>What the user agreed to within this transaction.</summary>
    public ScopeSet? ConsentedScope { get; set; }

    /// <summary>Whose agreement it was.</summary>
    public UserId? ConsentedBy { get; set; }

    /// <summary>Completed; nothing opens it again.</summary>
    public DateTimeOffset? TakenAt { get; set; }
}
