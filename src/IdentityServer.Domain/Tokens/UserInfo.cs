using System.Text.Json;
using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Tokens;

/// <summary>The claims about the user behind an access token: OIDC Core §5.3.</summary>
public sealed class UserInfo(AccessTokenReader accessTokens)
{
    /// <returns>Writes the members of the answer; <c>sub</c> equals the ID token's.</returns>
    public async ValueTask<Result<UserInfoAnswer>> RunAsync(Pool pool, string token, CancellationToken ct)
    {
        if (!(await accessTokens.ReadAsync(pool, token, ct)).Try(out var live, out var no)) return no;
        if (!live.IsFor(pool.Issuer) || live.User is not var (family, user)) return Reason.BearerWithoutUser;
        // The token's own scope, which a refresh may have narrowed.
        if (!ScopeSet.TryParse(live.ScopeText, out var scope) || !scope.Contains(ScopeSet.OpenId)) return Reason.BearerWithoutUser;
        if (!ClaimsRequest.TryParse(family.ClaimsRequest, out var request)) request = ClaimsRequest.Nothing;
        return new UserInfoAnswer(live.Client.Id.Value, json =>
        {
            json.WriteString("sub", user.Id.Value);
            UserClaims.Write(json, user, scope, request, live.Client.Scope);
        });
    }
}

/// <summary>A UserInfo answer and the client it is for (whose origins may read it).</summary>
public sealed record UserInfoAnswer(string ClientId, Action<Utf8JsonWriter> Members);
