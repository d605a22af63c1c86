using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Tokens;

namespace IdentityServer.Domain.Authorize;

/// <summary>Begins a token family and gives out its code: RFC 6749 §4.1.2.</summary>
public sealed class CodeIssuer(ITokenFamilyStore families, TimeProvider clock)
{
    public async ValueTask<AuthorizeAnswer> IssueAsync(Pool pool, AuthorizeRequest request, SessionOfUser session, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var code = Handle.New();
        await families.AddAsync(new()
        {
            PoolId = pool.Id,
            Id = FamilyId.New(clock),
            ClientId = request.Client.Id,
            UserId = session.User.Id,
            SessionId = session.Session.Id,
            SecurityStamp = session.User.SecurityStamp,
            Scope = request.Scope,
            Resources = request.Resources,
            ClaimsRequest = request.ClaimsText,
            Nonce = request.Nonce,
            Acr = AuthenticationContext.AcrOf(session.Session.Amr),
            Amr = session.Session.Amr,
            AuthTime = session.Session.AuthTime,
            CreatedAt = now,
            CodeDigest = code.Digest,
            CodeExpiresAt = now + TokenLifetimes.Code,
            RedirectUri = request.Answer.RedirectUri,
            CodeChallenge = request.CodeChallenge,
            Offline = request.Scope.Contains(ScopeSet.OfflineAccess) && request.Client.MayUse(GrantTypes.RefreshToken),
        }, ct);
        Signals.Signals.CodeIssued();
        return AuthorizeAnswer.Success(pool, request.Answer, code);
    }
}
