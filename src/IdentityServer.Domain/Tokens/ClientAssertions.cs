using System.Text.Json;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Domain.Tokens;

/// <summary>
/// Tokens of trusted issuers as a client's credential: RFC 7523 §3. One with a <c>jti</c> that was made for a quarter of an
/// hour at most was made for one request, and is taken once. One that lives longer is a workload's standing credential and
/// may come again: a pod, for one, reads its token from a file that Kubernetes renews when four fifths of its hour are over.
/// </summary>
public sealed class ClientAssertions(ITrustedTokens trusted, PoolOrganizations organizations, ISpentTokenStore spent) : IClientAssertions
{
    /// <summary>The longest planned life of an assertion that is taken once.</summary>
    public static readonly TimeSpan MadeForOne = TimeSpan.FromMinutes(15);

    public async ValueTask<Result<ClientAssertion>> ReadAsync(PoolId pool, string text, CancellationToken ct)
    {
        if (await organizations.OfAsync(pool, ct) is not { } organization) return new Refusal(Reason.AssertionInvalid, "organization");
        if (!(await trusted.VerifyAsync(organization, text, ct)).Try(out var token, out var flaw)) return new Refusal(Reason.AssertionInvalid, flaw.Code);
        var spentUntil = token.ExpiresAt + JwtExpectations.MaxSkew;
        return new ClientAssertion(token.Issuer.Issuer, token.UserId, Once(token), spentUntil);
    }

    public async ValueTask<bool> SpendAsync(PoolId pool, ClientAssertion assertion, CancellationToken ct) =>
        assertion.Once is not { } digest || await spent.TakeAsync(pool, digest, assertion.SpentUntil, ct);

    static HandleDigest? Once(TrustedToken token)
    {
        if (token.Jti is not { } jti) return null;
        // Without an iat nobody can tell how long it was made for.
        if (token.Claims.TryGetProperty("iat"u8, out var iat) && iat.ValueKind == JsonValueKind.Number && iat.TryGetDouble(out var seconds)
            && token.ExpiresAt - DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)) > MadeForOne) return null;
        return HandleDigest.Of($"client assertion {token.Issuer.Issuer} {jti}");
    }
}
