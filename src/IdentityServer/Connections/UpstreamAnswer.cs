using System.Text.Json;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Discovery;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Domain.Users;
using IdentityServer.Sessions;

namespace IdentityServer.Connections;

/// <summary>From a code to a user of ours: tokens, ID token, user info, subject, user. OIDC Core §3.1.3, §5.3.</summary>
internal sealed class UpstreamAnswer(UpstreamCalls calls, RemoteKeySets keySets, UpstreamUsers users, KeptTokens kept, TimeProvider clock)
{
    static readonly JsonElement nothing = JsonElement.Parse("{}");

    public async ValueTask<Result<UpstreamSignIn>> ReadAsync(Connection connection, ProviderMetadata provider, UpstreamAttempt attempt, string code, string redirectUri, CancellationToken ct)
    {
        if (!(await calls.RedeemAsync(connection, provider, code, attempt.Verifier, redirectUri, ct)).Try(out var tokens, out var no)) return no;
        var idToken = nothing;
        if (tokens.IdToken is { } text && !(await BelieveAsync(connection, provider, attempt, tokens, text, ct)).Try(out idToken, out no)) return no;
        if (!UpstreamProof.AuthTime(idToken, attempt.NotBefore, attempt.MustSayWhen, clock.GetUtcNow()).Try(out var authTime, out no)) return no;
        if (!(await ClaimsAsync(connection, provider, idToken, tokens.AccessToken, ct)).Try(out var claims, out no)) return no;
        if (!UpstreamSubject.Of(connection, claims).Try(out var subject, out no)) return no;

        UpstreamPerson person = new(subject, ClaimMapping.Read(connection, claims), kept.Seal(connection, tokens));
        if (!(await users.ResolveAsync(connection, person, ct)).Try(out var user, out no)) return no;
        var sid = idToken.TryGetProperty("sid", out var session) && session.ValueKind == JsonValueKind.String && Ids.IsText(session.GetString()) ? session.GetString() : null;
        return new UpstreamSignIn(user, SignInProof.Elsewhere(connection.Id, subject, sid, authTime));
    }

    async ValueTask<Result<JsonElement>> BelieveAsync(Connection connection, ProviderMetadata provider, UpstreamAttempt attempt, ProviderTokens tokens, string text, CancellationToken ct)
    {
        if (!JwtReader.TryRead(text, out var jwt, out var problem)) return new Refusal(Reason.UpstreamIdTokenRefused, problem.ToString());
        var found = await keySets.For(provider.JwksUri).KeysAsync(jwt.Kid, jwt.Algorithm, ct);
        if (found.Keys is not { } keys) return new Refusal(Reason.UpstreamUnavailable, found.Problem is { } trouble ? JwksProblems.Code(trouble) : "no keys");
        IdTokenAsked asked = new(connection.Issuer, connection.ClientId, attempt.Nonce, tokens.AccessToken, provider.IdTokenAlgorithms);
        return UpstreamIdToken.Check(jwt, keys, asked, clock.GetUtcNow()) is { } no ? no : jwt.Payload;
    }

    /// <summary>All that the provider says of the user; it is asked once more only where something is missing.</summary>
    async ValueTask<Result<JsonElement>> ClaimsAsync(Connection connection, ProviderMetadata provider, JsonElement idToken, string accessToken, CancellationToken ct)
    {
        if (provider.UserInfoEndpoint is not { } address || (connection.Kind == ConnectionKind.Oidc && !ClaimMapping.IsMissing(connection, idToken))) return idToken;
        if (!(await calls.UserInfoAsync(address, accessToken, ct)).Try(out var userInfo, out var no)) return no;
        if (connection.Kind == ConnectionKind.OAuth2) return userInfo;
        // OIDC Core §5.3.2: an answer about somebody else must not be used.
        return userInfo.TryGetProperty("sub", out var about) && idToken.TryGetProperty("sub", out var sub) && JsonElement.DeepEquals(about, sub)
            ? ClaimMapping.Merge(idToken, userInfo)
            : new Refusal(Reason.UpstreamUserInfoUnusable, "sub");
    }
}

/// <summary>Who has logged in elsewhere, and how that was proved.</summary>
internal sealed record UpstreamSignIn(User User, SignInProof Proof);
