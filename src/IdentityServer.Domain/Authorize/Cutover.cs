using System.Text.Json;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Tokens;
using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Authorize;

/// <summary>
/// While a team moves here: a browser that still has a token of the provider before comes in without a login page, until the
/// date that the trusted issuer has for it. Who posts the token has to be a page of the client (RFC 9700 §4.7: anybody else
/// could sign a victim in as himself), and one token begins one session (RFC 7523 §3).
/// </summary>
public sealed class Cutover(ITrustedTokens trusted, PoolOrganizations organizations, ITrustedIssuerStore issuers, CutoverUsers users, ISpentTokenStore spent, TimeProvider clock)
{
    /// <summary>Whether the token is believed, and leads into this pool. It is not spent yet: who is signed in is known to the next request only.</summary>
    /// <param name="origin">The Origin header of the request that brings it.</param>
    /// <returns>The pass, or the problem with more of it for the log.</returns>
    public async ValueTask<(CutoverPass? Pass, CutoverProblem Problem, string? Detail)> AdmitAsync(Pool pool, Client client, string? origin, string token, CancellationToken ct)
    {
        if (origin is null || !(client.AllowedOrigins.Contains(origin) || RedirectUris.OriginsOf(client.RedirectUris).Contains(origin))) return (null, CutoverProblem.OriginForeign, null);
        if (await organizations.OfAsync(pool.Id, ct) is not { } organization) return (null, CutoverProblem.OrganizationMissing, null);
        if (!(await trusted.VerifyAsync(organization, token, ct)).Try(out var believed, out var flaw)) return (null, CutoverProblem.TokenRefused, flaw.Code);
        if (Problem(believed.Issuer, pool) is not CutoverProblem.None and var problem) return (null, problem, believed.Issuer.Id);
        return (Pass(believed, DigestOf(token)), CutoverProblem.None, null);
    }

    /// <summary>The user whose session begins now; with a problem the request goes on as if there had been no token.</summary>
    /// <param name="session">Who is signed in in this browser.</param>
    public async ValueTask<(User? User, CutoverProblem Problem)> EnterAsync(Pool pool, CutoverPass pass, SessionOfUser? session, CancellationToken ct)
    {
        if (session is not null) return (null, session.User.Id == pass.UserId ? CutoverProblem.IsSignedIn : CutoverProblem.AnotherIsSignedIn);
        // A moment has passed: an issuer that was switched off meanwhile lets nobody in.
        if (await organizations.OfAsync(pool.Id, ct) is not { } organization) return (null, CutoverProblem.OrganizationMissing);
        if (await issuers.FindAsync(organization, pass.IssuerId, ct) is not { Disabled: false } issuer) return (null, CutoverProblem.TokenRefused);
        if (Problem(issuer, pool) is not CutoverProblem.None and var problem) return (null, problem);
        var user = await users.FindAsync(pool, pass, ct);
        if (user is not null && IsHeld(user)) return (null, CutoverProblem.UserHeld);

        // The gate: of two browsers that bring the same token one gets in.
        if (!await spent.TakeAsync(pool.Id, pass.Token, pass.ExpiresAt + JwtExpectations.MaxSkew, CancellationToken.None)) return (null, CutoverProblem.Spent);
        user ??= await users.AddAsync(pool, issuer, pass, CancellationToken.None);
        return user is null || IsHeld(user) ? (null, CutoverProblem.UserHeld) : (user, CutoverProblem.None);
    }

    /// <summary>Of what is signed: whoever has one signature of some algorithms can write another. RFC 7515 §5.2.</summary>
    static HandleDigest DigestOf(string token) => HandleDigest.Of("cut-over " + token[..token.LastIndexOf('.')]);

    bool IsHeld(User user) => user.Disabled || user.LockoutEnd > clock.GetUtcNow();

    CutoverProblem Problem(TrustedIssuer issuer, Pool pool) =>
        issuer.CutoverPoolId != pool.Id ? CutoverProblem.PoolOfOthers
        : issuer.CutoverUntil is { } until && until > clock.GetUtcNow() ? CutoverProblem.None
        : CutoverProblem.Over;

    CutoverPass Pass(TrustedToken token, HandleDigest digest)
    {
        var email = Text(token.Claims, "email") is { } address && EmailAddresses.Problem(address) is null ? address : null;
        return new()
        {
            IssuerId = token.Issuer.Id,
            UserId = new(token.UserId),
            Token = digest,
            ExpiresAt = token.ExpiresAt,
            AuthTime = Time(token.Claims, "auth_time") ?? Time(token.Claims, "iat") ?? clock.GetUtcNow(),
            Name = Text(token.Claims, "name") is { } name && Ids.IsText(name) ? name : null,
            Email = email,
            // Only what is JSON true: "false" is a string that is not empty.
            EmailVerified = email is not null && token.Claims.TryGetProperty("email_verified"u8, out var verified) && verified.ValueKind == JsonValueKind.True,
        };
    }

    static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Null where it is no number of seconds that have passed.</summary>
    DateTimeOffset? Time(JsonElement claims, string name)
    {
        var now = clock.GetUtcNow();
        return claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds)
            && seconds >= 0 && seconds <= now.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : null;
    }
}
