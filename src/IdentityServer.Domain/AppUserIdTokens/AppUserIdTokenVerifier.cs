using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.AppUserIdTokens;

/// <summary>
/// Believes an appUserIdToken of one user pool, or says what is wrong with it. The pool comes from the request and the keys
/// from the pool, never from the token: RFC 8725 §3.8, §3.10. Whoever has the verdict notes the user with <see cref="SeenUsers"/>.
/// </summary>
/// <param name="root">The pool at the root of the issuer.</param>
public sealed class AppUserIdTokenVerifier(Pool root, TokenPools pools, IKeyRings rings, InlineKeys inline, IPoolKeys remote, TimeProvider clock)
{
    /// <summary>No token is made to live longer, or is believed for longer.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(366);

    static readonly JwsAlgorithm[] OwnAlgorithms = [AppUserIdTokenProfile.Algorithm];

    /// <param name="clientId">An application of the pool; needed only where the pool is not named.</param>
    /// <param name="userPoolId">Without it and a client, the organization's first hosted pool is meant.</param>
    public async ValueTask<AppUserIdTokenVerdict> VerifyAsync(string organizationId, ClientId? clientId, PoolId? userPoolId, string token, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(token);
        var named = await pools.FindAsync(organizationId, clientId, userPoolId, ct);
        if (named.Flaw is { } flaw) return flaw;
        var pool = named.Pool!;
        if (!JwtReader.TryRead(token, out var jwt, out var problem)) return FlawTable.Of(problem);
        if (string.IsNullOrEmpty(jwt.Kid)) return TokenFlaw.KidMissing;
        return pool.Authorization is { } source ? await ForeignAsync(pool, source, jwt, ct) : await OwnAsync(pool, jwt, ct);
    }

    /// <summary>
    /// A hosted pool's: ours to the last byte. What a person's own login has yielded names the user as well: the ID token of an
    /// application of the pool. Access tokens have another typ.
    /// </summary>
    async ValueTask<AppUserIdTokenVerdict> OwnAsync(UserPool pool, Jwt jwt, CancellationToken ct)
    {
        if (await rings.OpenAsync(pool.Id, ct) is not { } ring) return TokenFlaw.KeysUnavailable;
        var expectations = new JwtExpectations
        {
            Issuer = PoolDirectory.IssuerOf(root, pool.Id),
            Typ = AppUserIdTokenProfile.Typ,
            AllowedAlgorithms = OwnAlgorithms,
            MaxLifetime = LongestLife,
        };
        if (JwtVerifier.Verify(jwt, ring, expectations, clock.GetUtcNow()) is { } problem) return FlawTable.Of(problem);
        return await AudienceFlawAsync(pool, jwt.Payload, ct) is { } flaw ? flaw : Believed(pool, TokenSource.UsualIdClaim, jwt);
    }

    /// <summary>A self-provided pool's: its own provider signs, and may write what it likes into iss and aud unless the pool pins them.</summary>
    async ValueTask<AppUserIdTokenVerdict> ForeignAsync(UserPool pool, TokenSource source, Jwt jwt, CancellationToken ct)
    {
        var found = await KeysAsync(pool, source, jwt, ct);
        if (found.Keys is not { } keys) return new(null, found.Flaw ?? TokenFlaw.KidUnknown, found.Detail);
        var expectations = new JwtExpectations
        {
            Issuer = source.Issuer,
            Audience = source.Audience,
            // Many libraries write no typ; one that is written counts.
            Typ = jwt.Typ is null ? null : AppUserIdTokenProfile.Typ,
            MaxLifetime = LongestLife,
        };
        if (JwtVerifier.Verify(jwt, keys, expectations, clock.GetUtcNow()) is { } problem) return new(null, FlawTable.Of(problem), found.Detail);
        return IsOurs(IssuerOf(jwt.Payload)) ? TokenFlaw.IssuerWrong : Believed(pool, source.IdClaim, jwt);
    }

    ValueTask<PoolKeys> KeysAsync(UserPool pool, TokenSource source, Jwt jwt, CancellationToken ct) =>
        source.Jwks is { } text ? new(inline.Of(pool, text)) : remote.FindAsync(pool, jwt.Kid!, jwt.Algorithm, ct);

    async ValueTask<TokenFlaw?> AudienceFlawAsync(UserPool pool, JsonElement claims, CancellationToken ct)
    {
        if (!claims.TryGetProperty("aud"u8, out var audience)) return TokenFlaw.AudienceMissing;
        // We write one audience and never an array.
        return audience.ValueKind == JsonValueKind.String && await pools.IsAudienceOfAsync(pool, audience.GetString()!, ct) ? null : TokenFlaw.AudienceWrong;
    }

    static AppUserIdTokenVerdict Believed(UserPool pool, string idClaim, Jwt jwt)
    {
        var claims = jwt.Payload;
        if (!ClaimPath.TryParse(idClaim, out var path) || !path.TryFind(claims, out var id)) return TokenFlaw.IdClaimMissing;
        if (id.ValueKind != JsonValueKind.String) return TokenFlaw.IdClaimNotAString;
        var text = id.GetString()!;
        if (!Ids.IsText(text)) return TokenFlaw.IdClaimEmptyOrTooLong;
        // The verifier has seen that it is a number of seconds before the year 10000.
        var expiresAt = DateTimeOffset.FromUnixTimeMilliseconds((long)(claims.GetProperty("exp"u8).GetDouble() * 1000));
        return new(new(text, pool.Id, IssuerOf(claims), expiresAt, claims), null);
    }

    static string? IssuerOf(JsonElement claims) =>
        claims.TryGetProperty("iss"u8, out var issuer) && issuer.ValueKind == JsonValueKind.String ? issuer.GetString() : null;

    /// <summary>Nobody else's key speaks for us, in whatever spelling.</summary>
    bool IsOurs(string? issuer) =>
        issuer is not null && issuer.StartsWith(root.Issuer, StringComparison.OrdinalIgnoreCase)
        && (issuer.Length == root.Issuer.Length || issuer[root.Issuer.Length] == '/');
}
