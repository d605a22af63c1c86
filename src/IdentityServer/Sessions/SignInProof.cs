using IdentityServer.Domain.Authorize;

namespace IdentityServer.Sessions;

/// <summary>How somebody proved who they are: what a session remembers of it.</summary>
internal sealed record SignInProof
{
    /// <summary>RFC 8176 values, space-delimited.</summary>
    public required string Amr { get; init; }

    /// <summary>When; null for now.</summary>
    public DateTimeOffset? AuthTime { get; init; }

    /// <summary>Where, and who they are there; null for here.</summary>
    public string? ConnectionId { get; init; }
    public string? Subject { get; init; }
    public string? Sid { get; init; }

    public static readonly SignInProof Password = new() { Amr = AuthenticationContext.AmrPassword };

    /// <param name="sid">Of the session there, where the provider names it.</param>
    public static SignInProof Elsewhere(string connectionId, string subject, string? sid, DateTimeOffset authTime) =>
        new() { Amr = AuthenticationContext.AmrFederated, AuthTime = authTime, ConnectionId = connectionId, Subject = subject, Sid = sid };
}
