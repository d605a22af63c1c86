using System.Text.Encodings.Web;
using System.Text.Json;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Tokens;

/// <summary>Mints what a grant has earned: an access token, and an ID token where openid was granted. OIDC Core §3.1.3.3.</summary>
public static class TokenIssuer
{
    // Tokens are never put into HTML as JSON, so "+" and non-ASCII letters may stand for themselves.
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static Result<TokenSet> Issue(Pool pool, KeyRing ring, Client client, TokenGrant grant, TokenTally tally, DateTimeOffset now)
    {
        var audience = grant.Audience;
        if (ring.Signer(audience.Algorithm, now + TokenLifetimes.AccessToken) is not { } accessKey) return new Refusal(Reason.KeysUnavailable, audience.Algorithm);

        var expiresAt = grant.Exchanged?.ExpiresAt ?? now + TokenLifetimes.AccessToken;
        using var payload = new PooledBuffer();
        using var token = new PooledBuffer(2048);
        using var json = new Utf8JsonWriter(payload, Options);
        AccessTokenProfile.Write(json, pool.Issuer, client.Id, grant, now, expiresAt);
        var accessToken = Sign(json, payload, token, accessKey, AccessTokenProfile.Typ);

        byte[]? idToken = null;
        if (grant.User is { } user && audience.Scope.Contains(ScopeSet.OpenId))
        {
            if (ring.Signer(client.IdTokenAlgorithm, now + TokenLifetimes.IdToken) is not { } idKey) return new Refusal(Reason.KeysUnavailable, client.IdTokenAlgorithm);
            IdTokenProfile.Write(json, pool.Issuer, client, user, accessToken, idKey.Algorithm, now);
            idToken = Sign(json, payload, token, idKey, IdTokenProfile.Typ);
            tally.Count(ring.Pool, idKey.Kid, client.Id, now + TokenLifetimes.IdToken);
        }
        tally.Count(ring.Pool, accessKey.Kid, client.Id, expiresAt);
        return new TokenSet(accessToken, (int)(expiresAt - now).TotalSeconds, audience.Scope, idToken, grant.RefreshToken)
        {
            IssuedTokenType = grant.Exchanged is null ? null : TokenTypes.AccessToken,
        };
    }

    static byte[] Sign(Utf8JsonWriter json, PooledBuffer payload, PooledBuffer token, SigningCredential key, string typ)
    {
        json.Flush();
        JwtWriter.WriteTo(token, key, typ, payload.Written);
        var bytes = token.Written.ToArray();
        payload.Clear();
        token.Clear();
        json.Reset();
        return bytes;
    }
}
