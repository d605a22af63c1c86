using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Domain.Grants;

/// <summary>
/// Reads the tokens that a token exchange brings: of a trusted issuer of the organization, or of one of its self-provided
/// pools. A pool that is named is the one; else a trusted issuer of the token's <c>iss</c> goes first, and then the one pool
/// that pins it. RFC 8693 §2.1, RFC 8725 §3.8.
/// </summary>
public sealed class ForeignSubjects(ITrustedTokens trusted, ITrustedIssuerStore issuers, IUserPoolStore pools, AppUserIdTokenVerifier appUserIds, SeenUsers seen)
{
    const int Page = 200;

    /// <param name="userPoolId">A self-provided pool that the request names.</param>
    /// <returns>Either the subject, or the code of what is wrong: for the log, nothing of the token.</returns>
    public async ValueTask<(ForeignSubject? Subject, string? Flaw)> ReadAsync(string organizationId, PoolId? userPoolId, string token, CancellationToken ct)
    {
        if (userPoolId is { } named)
        {
            return await pools.FindAsync(named, ct) is { IsHosted: false } pool && pool.OrganizationId == organizationId
                ? await OfPoolAsync(pool, token, ct)
                : (null, TokenFlaw.PoolUnknown.Code);
        }
        if (await IsOfTrustedIssuerAsync(organizationId, token, ct)) return await OfTrustedIssuerAsync(organizationId, token, ct);
        return await PinnedAsync(organizationId, token, ct) switch
        {
            [var only] => await OfPoolAsync(only, token, ct),
            [] => await OfTrustedIssuerAsync(organizationId, token, ct),
            _ => (null, "pool_ambiguous"),
        };
    }

    async ValueTask<(ForeignSubject? Subject, string? Flaw)> OfTrustedIssuerAsync(string organizationId, string token, CancellationToken ct) =>
        (await trusted.VerifyAsync(organizationId, token, ct)).Try(out var believed, out var flaw)
            ? (new(believed.UserId, believed.Issuer.Id, believed.ExpiresAt, believed.Claims), null)
            : (null, flaw.Code);

    async ValueTask<(ForeignSubject? Subject, string? Flaw)> OfPoolAsync(UserPool pool, string token, CancellationToken ct)
    {
        if (!(await appUserIds.VerifyAsync(pool.OrganizationId, null, pool.Id, token, ct)).Try(out var believed, out var flaw)) return (null, flaw.Code);
        await seen.NoteAsync(believed, CancellationToken.None);
        return (new(believed.AppUserId, pool.Id.Value, believed.ExpiresAt, believed.Claims), null);
    }

    /// <summary>A disabled one too: its name is not free for somebody else to speak under.</summary>
    async ValueTask<bool> IsOfTrustedIssuerAsync(string organizationId, string token, CancellationToken ct)
    {
        if (IssuerOf(token) is not { } name) return true;
        foreach (var issuer in await issuers.OfIssuerAsync(name, ct))
            if (issuer.OrganizationId == organizationId) return true;
        return false;
    }

    /// <summary>Self-provided pools that accept this issuer and no other.</summary>
    async ValueTask<List<UserPool>> PinnedAsync(string organizationId, string token, CancellationToken ct)
    {
        List<UserPool> found = [];
        var name = IssuerOf(token);
        IReadOnlyList<UserPool> page = [];
        do
        {
            page = await pools.ListAsync(organizationId, page.Count == 0 ? null : page[^1].Id.Value, Page, ct);
            found.AddRange(page.Where(pool => pool.IsLive && pool.Authorization?.Issuer == name && name is not null));
        }
        while (page.Count == Page);
        return found;
    }

    static string? IssuerOf(string token) =>
        JwtReader.TryRead(token, out var jwt, out _) && jwt.Payload.TryGetProperty("iss"u8, out var issuer) && issuer.ValueKind == System.Text.Json.JsonValueKind.String ? issuer.GetString() : null;
}
