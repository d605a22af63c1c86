using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Clients;

/// <summary>Judges the tokens of trusted issuers that clients show as their credential: RFC 7523 §3.</summary>
public interface IClientAssertions
{
    /// <summary>Whose it is, if a trusted issuer of the pool's organization stands behind it.</summary>
    ValueTask<Result<ClientAssertion>> ReadAsync(PoolId pool, string text, CancellationToken ct);

    /// <summary>False where it may come once and has come before.</summary>
    ValueTask<bool> SpendAsync(PoolId pool, ClientAssertion assertion, CancellationToken ct);
}

/// <summary>An assertion that is believed; whether it is the client's own is still to be seen.</summary>
/// <param name="Issuer">Its exact <c>iss</c>.</param>
/// <param name="UserId">What the user-id expression of its issuer makes of it.</param>
/// <param name="Once">Under what it is remembered as spent; null for one that may come again.</param>
/// <param name="SpentUntil">And until when.</param>
public sealed record ClientAssertion(string Issuer, string UserId, HandleDigest? Once, DateTimeOffset SpentUntil);
