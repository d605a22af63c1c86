using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tokens;

namespace IdentityServer.Domain.Grants;

/// <summary>grant_type=authorization_code: RFC 6749 §4.1.3, RFC 7636 §4.6, RFC 9700 §2.1.</summary>
public sealed class AuthorizationCodeGrant(ITokenFamilyStore families) : IGrant
{
    public string Type => GrantTypes.AuthorizationCode;

    public async ValueTask<Result<TokenGrant>> RedeemAsync(TokenRequest request, CancellationToken ct)
    {
        if (request[Params.Code] is not { } text) return Reason.CodeMissing;
        if (!Handle.TryParse(text, out var handle)) return Reason.CodeUnknown;
        if (await families.FindByCodeAsync(request.Pool.Id, handle.Digest, ct) is not var (family, user)) return Reason.CodeUnknown;

        if (family.ClientId != request.Client.Id) return Reason.CodeOfAnotherClient;
        if (family.CodeTakenAt is not null) return await EndReplayedAsync(family, request.Now);
        if (family.RevokedAt is not null) return Reason.CodeRevoked;
        if (family.CodeExpiresAt <= request.Now) return Reason.CodeExpired;
        if (family.RedirectUri != request[Params.RedirectUri]) return Reason.RedirectUriDiffers;
        if (!RedirectUris.IsRegistered(request.Client.RedirectUris, family.RedirectUri)) return Reason.RedirectUriRemoved;
        if (user is null || user.Disabled || user.SecurityStamp != family.SecurityStamp) return Reason.UserInactive;
        if (request[Params.CodeVerifier] is not { } verifier) return Reason.VerifierMissing;
        if (!Pkce.Verify(family.CodeChallenge, verifier)) return await CountWrongVerifierAsync(family, request.Now);

        // What the token request asks for has to be possible before the code is spent on it.
        if (!request.Audience(family.Scope, family.Resources).Try(out var audience, out var no)) return no;

        // The gate. One caller passes and starts the line of refresh tokens in the same statement; a loser proves a replay.
        // From here on the client hanging up changes nothing.
        var offline = family.Offline && request.Client.MayUse(GrantTypes.RefreshToken);
        var refreshExpiresAt = offline ? request.Now + TokenLifetimes.RefreshAbsolute : (DateTimeOffset?)null;
        if (!await families.TakeCodeAsync(request.Pool.Id, family.Id, request.Now, refreshExpiresAt, CancellationToken.None))
            return await EndReplayedAsync(family, request.Now);

        return new TokenGrant
        {
            Audience = audience,
            User = new(family, user, family.Nonce),
            RefreshToken = offline ? request.Ring.RefreshTokens.Write(family.Id, generation: 1) : null,
        };
    }

    /// <summary>RFC 6749 §4.1.2: a code that comes twice is denied, and everything it ever yielded is revoked.</summary>
    async ValueTask<Reason> EndReplayedAsync(TokenFamily family, DateTimeOffset now)
    {
        await families.RevokeAsync(family.PoolId, family.Id, now, CancellationToken.None);
        return Reason.CodeSpent;
    }

    /// <summary>A few wrong verifiers are an accident, more are guesses: RFC 9700 §4.5.</summary>
    async ValueTask<Reason> CountWrongVerifierAsync(TokenFamily family, DateTimeOffset now)
    {
        if (await families.CountWrongVerifierAsync(family.PoolId, family.Id, CancellationToken.None) >= TokenLifetimes.WrongVerifiers)
            await families.RevokeAsync(family.PoolId, family.Id, now, CancellationToken.None);
        return Reason.VerifierWrong;
    }
}
