using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tokens;

namespace IdentityServer.Domain.Grants;

/// <summary>The scope of a token that no user has agreed to: what the client is registered for, and nothing that needs a user who signed in. RFC 6749 §3.3, §4.4.2.</summary>
static class OwnScope
{
    public static Result<ScopeSet> Choose(TokenRequest request)
    {
        if (!ScopeSet.TryParse(request[Params.Scope], out var scope)) return Reason.ScopeMalformed;
        if (scope.Count == 0) return request.Client.Scope.Where(token => !UserClaims.UserScopes.Contains(token));
        foreach (var token in scope.Tokens)
        {
            if (UserClaims.UserScopes.Contains(token)) return Reason.UserScopeRefused;
            if (!request.Client.Scope.Contains(token)) return Reason.ScopeNotAllowed;
        }
        return scope;
    }
}
