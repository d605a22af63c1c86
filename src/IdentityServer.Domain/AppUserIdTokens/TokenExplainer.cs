using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.AppUserIdTokens;

/// <summary>
/// Says of a token as much as somebody of the organization may know: the verifier's verdict, looked into further, and the
/// facts beside it. It believes nobody, writes nothing, and looks at no other organization's pools.
/// </summary>
public sealed class TokenExplainer(
    Pool root, AppUserIdTokenVerifier verifier, TokenPools named, IUserPoolStore pools, IKeyRings rings, InlineKeys inline, IPoolKeys remote, TimeProvider clock)
{
    const int MostPools = 200;

    public async ValueTask<TokenExplanation> ExplainAsync(string organizationId, ClientId? clientId, PoolId? userPoolId, string token, CancellationToken ct)
    {
        var verdict = await verifier.VerifyAsync(organizationId, clientId, userPoolId, token, ct);
        var now = clock.GetUtcNow();
        List<TokenFact> facts = [];
        TokenFacts.Add(facts, token, now);
        var request = await named.FindAsync(organizationId, clientId, userPoolId, ct);
        if (request.Pool is not { } pool) return new(verdict.Flaw, verdict.Detail, facts);

        PoolFacts.Add(facts, root, pool, request.Client);
        var jwt = JwtReader.TryRead(token, out var read, out _) ? read : null;
        var keys = await KeysAsync(pool, jwt, ct);
        PoolFacts.AddKeys(facts, keys?.Keys as JwkSet, keys?.FetchedAt, now);
        var flaw = verdict.Flaw == TokenFlaw.KidUnknown && jwt?.Kid is { } kid
            ? await MissingKeyAsync(pool, keys?.Keys as JwkSet, kid, jwt.Algorithm, facts, ct)
            : verdict.Flaw;
        return new(flaw, verdict.Detail ?? keys?.Detail, facts);
    }

    /// <summary>Null where nothing can be told: a disabled pool's set is not asked for, nor one for a token without a kid.</summary>
    async ValueTask<PoolKeys?> KeysAsync(UserPool pool, Jwt? jwt, CancellationToken ct)
    {
        if (!pool.IsLive) return null;
        if (KeysAtHand(pool) is { } keys) return keys;
        return pool.IsHosted || jwt is null || string.IsNullOrEmpty(jwt.Kid) ? null : await remote.FindAsync(pool, jwt.Kid, jwt.Algorithm, ct);
    }

    PoolKeys? KeysAtHand(UserPool pool)
    {
        if (pool.Authorization is { } source) return source.Jwks is { } text ? inline.Of(pool, text) : null;
        return rings.Find(pool.Id) is { } ring && JwkSet.TryParse(ring.JwksJson.Span, out var set, out _) ? new(set) : null;
    }

    /// <summary>A key of this kid that does not fit, one of another pool, or none at all.</summary>
    async ValueTask<TokenFlaw> MissingKeyAsync(UserPool pool, JwkSet? set, string kid, JwsAlgorithm algorithm, List<TokenFact> facts, CancellationToken ct)
    {
        if (Unfit(pool, set, kid, algorithm) is { } flaw) return flaw;
        foreach (var other in await pools.ListAsync(pool.OrganizationId, null, MostPools, ct))
        {
            if (other.Id == pool.Id || !other.IsLive || (KeysAtHand(other)?.Keys as JwkSet)?.Keys.Any(key => key.Kid == kid) != true) continue;
            facts.Add(new("userPoolOfKid", other.Id.Value));
            return TokenFlaw.KidOfAnotherPool;
        }
        return TokenFlaw.KidUnknown;
    }

    static TokenFlaw? Unfit(UserPool pool, JwkSet? set, string kid, JwsAlgorithm algorithm)
    {
        if (set?.Keys.FirstOrDefault(key => key.Kid == kid) is { } key)
            return VerificationKey.TryCreate(key, algorithm, out _, out var problem) ? null : FlawTable.Of(problem);
        // A set skips what it cannot read; the text that was given to the pool is still there.
        return pool.Authorization?.Jwks is { } text ? Broken(text, kid) : null;
    }

    static TokenFlaw? Broken(string jwks, string kid)
    {
        using var document = JsonDocument.Parse(jwks);
        foreach (var key in document.RootElement.GetProperty("keys"u8).EnumerateArray())
        {
            if (key.ValueKind != JsonValueKind.Object || !key.TryGetProperty("kid"u8, out var name) || name.ValueKind != JsonValueKind.String || !name.ValueEquals(kid)) continue;
            return Jwk.TryParse(key, out _, out var problem) ? null : FlawTable.Of(problem);
        }
        return null;
    }
}
