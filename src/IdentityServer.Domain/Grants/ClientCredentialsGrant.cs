using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tokens;

namespace IdentityServer.Domain.Grants;

/// <summary>grant_type=client_credentials: a confidential client acts for itself. RFC 6749 §4.4; no ID token, no refresh token (§4.4.3).</summary>
public sealed class ClientCredentialsGrant : IGrant
{
    public string Type => GrantTypes.ClientCredentials;

    public ValueTask<Result<TokenGrant>> RedeemAsync(TokenRequest request, CancellationToken ct) => new(Redeem(request));

    static Result<TokenGrant> Redeem(TokenRequest request)
    {
        // RFC 6749 §4.4: only confidential clients.
        if (request.Client.IsPublic) return Reason.GrantNotAllowed;
        if (!ScopeSet.TryParse(request[Params.Scope], out var scope)) return Reason.ScopeMalformed;
        if (scope.Count == 0)
        {
            scope = request.Client.Scope.Where(token => !UserClaims.UserScopes.Contains(token));
        }
        else
        {
            foreach (var token in scope.Tokens)
            {
                if (UserClaims.UserScopes.Contains(token)) return Reason.UserScopeRefused;
                if (!request.Client.Scope.Contains(token)) return Reason.ScopeNotAllowed;
            }
        }
        return request.Audience(scope, []).Try(out var audience, out var no) ? new TokenGrant { Audience = audience } : no;
    }
}
