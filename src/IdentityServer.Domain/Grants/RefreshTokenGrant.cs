using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tokens;

namespace IdentityServer.Domain.Grants;

/// <summary>
/// grant_type=refresh_token, with rotation: RFC 6749 §6, RFC 9700 §4.14.2. The newest token of a family makes the next one.
/// Its direct parent, again within <see cref="TokenLifetimes.RefreshRetry"/>, gets that same next one: an answer was lost.
/// Any older one is theft and ends the family.
/// </summary>
public sealed class RefreshTokenGrant(ITokenFamilyStore families) : IGrant
{
    public string Type => GrantTypes.RefreshToken;

    public async ValueTask<Result<TokenGrant>> RedeemAsync(TokenRequest request, CancellationToken ct)
    {
        if (request[Params.RefreshToken] is not { } text) return Reason.RefreshTokenMissing;
        if (!request.Ring.RefreshTokens.TryRead(text, out var id, out var generation)) return Reason.RefreshTokenUnknown;
        if (await families.FindAsync(request.Pool.Id, id, ct) is not var (family, user)) return Reason.RefreshTokenUnknown;

        if (family.ClientId != request.Client.Id) return Reason.RefreshTokenOfAnotherClient;
        if (family.RevokedAt is not null) return Reason.RefreshTokenRevoked;
        if (family.RefreshExpiresAt is not { } end || end <= request.Now) return Reason.RefreshTokenExpired;
        if (family.RotatedAt is { } last && request.Now - last > TokenLifetimes.RefreshIdle) return Reason.RefreshTokenExpired;
        if (user is null || user.Disabled || user.SecurityStamp != family.SecurityStamp) return Reason.UserInactive;
        if (!Narrow(request, family).Try(out var scope, out var no)) return no;
        if (!request.Audience(scope, family.Resources).Try(out var audience, out no)) return no;

        if (!await IsWonAsync(family, generation, request.Now, ct))
        {
            // A number that was never given out comes from before a restored backup: nobody is a thief for that.
            if (generation > family.Generation) return Reason.RefreshTokenUnknown;
            await families.RevokeAsync(request.Pool.Id, family.Id, request.Now, CancellationToken.None);
            return Reason.RefreshTokenReused;
        }

        return new TokenGrant
        {
            Audience = audience,
            User = new(family, user, Nonce: null),
            RefreshToken = request.Ring.RefreshTokens.Write(family.Id, generation + 1),
        };
    }

    /// <summary>Whether this token may have its successor: by winning the gate, or because it already did a moment ago.</summary>
    async ValueTask<bool> IsWonAsync(TokenFamily family, int generation, DateTimeOffset now, CancellationToken ct)
    {
        if (generation == family.Generation && await families.RotateAsync(family.PoolId, family.Id, generation, now, CancellationToken.None)) return true;
        if (IsLostAnswer(family, generation, now)) return true;
        if (generation != family.Generation) return false;

        // Lost the gate: another request rotated, or revoked, between our read and our write. What stands now decides.
        return await families.FindAsync(family.PoolId, family.Id, ct) is var (current, _) && current.RevokedAt is null && IsLostAnswer(current, generation, now);
    }

    static bool IsLostAnswer(TokenFamily family, int generation, DateTimeOffset now) =>
        generation == family.Generation - 1 && generation > 0 && family.RotatedAt is { } at && now - at <= TokenLifetimes.RefreshRetry;

    /// <summary>RFC 6749 §6: the scope may be narrower, for this access token only; never wider.</summary>
    static Result<ScopeSet> Narrow(TokenRequest request, TokenFamily family)
    {
        if (!ScopeSet.TryParse(request[Params.Scope], out var asked)) return Reason.ScopeMalformed;
        // A scope that the client has lost since is not given again.
        var granted = family.Scope.Where(request.Client.Scope.Contains);
        if (asked.Count == 0) return granted.Count > 0 ? granted : Reason.ScopeWidened;
        return asked.IsSubsetOf(granted) ? asked : Reason.ScopeWidened;
    }
}
