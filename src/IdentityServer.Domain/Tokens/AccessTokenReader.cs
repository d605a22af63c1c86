using System.Text.Json;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Tokens;

/// <summary>
/// Believes one of our own access tokens, or says why not: signature, kind, issuer and time first, then whether it, its
/// family, its user, its client or whoever vouches for its subject has been ended since. RFC 9068 §4, RFC 7662 §2.2.
/// </summary>
public sealed class AccessTokenReader(IKeyRings rings, ITokenFamilyStore families, IRevokedTokenStore revoked, IClientStore clients, Guarantors guarantors, TimeProvider clock)
{
    static readonly TimeSpan NodesDiffer = TimeSpan.FromSeconds(5);

    public async ValueTask<Result<LiveAccessToken>> ReadAsync(Pool pool, string token, CancellationToken ct)
    {
        if (rings.Find(pool.Id) is not { } ring) return Reason.KeysUnavailable;
        if (!JwtReader.TryRead(token, out var jwt, out var problem)) return new Refusal(Reason.BearerInvalid, problem.ToString());
        // A node whose clock is a little behind must not refuse what another has just issued; expiry stays exact.
        var expectations = new JwtExpectations { Issuer = pool.Issuer, Typ = AccessTokenProfile.Typ, Skew = NodesDiffer };
        var now = clock.GetUtcNow();
        if (JwtVerifier.Verify(jwt, ring, expectations, now) is { } wrong) return new Refusal(Reason.BearerInvalid, wrong.ToString());

        var claims = jwt.Payload;
        if (now.ToUnixTimeSeconds() >= claims.GetProperty("exp"u8).GetInt64()) return new Refusal(Reason.BearerInvalid, nameof(JwtProblem.Expired));
        var jti = Text(claims, "jti") ?? "";
        var clientId = Text(claims, "client_id") ?? "";
        if (await clients.FindAsync(pool.Id, new(clientId), ct) is not { Disabled: false } client) return new Refusal(Reason.BearerRevoked, "client");
        if (await revoked.ContainsAsync(pool.Id, jti, ct)) return new Refusal(Reason.BearerRevoked, "jti");
        if (claims.TryGetProperty("idp"u8, out _) && !(Text(claims, "idp") is { } idp && await guarantors.IsLiveAsync(pool.Id, idp, ct))) return new Refusal(Reason.BearerRevoked, "idp");
        if (AccessTokenId.Family(jti) is not { } familyId) return new LiveAccessToken(claims, jti, client, null);

        if (await families.FindAsync(pool.Id, familyId, ct) is not var (family, user)) return new Refusal(Reason.BearerRevoked, "family gone");
        if (family.RevokedAt is not null) return new Refusal(Reason.BearerRevoked, "family");
        if (user is null || user.Disabled || user.SecurityStamp != family.SecurityStamp) return new Refusal(Reason.BearerRevoked, "user");
        return new LiveAccessToken(claims, jti, client, new(family, user));
    }

    static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>An access token that counts at this moment.</summary>
/// <param name="User">Null for a client's own token, and for one whose subject is no user of the pool.</param>
public sealed record LiveAccessToken(JsonElement Claims, string Jti, Client Client, LiveUser? User)
{
    public string ScopeText => Claims.TryGetProperty("scope", out var scope) ? scope.GetString() ?? "" : "";

    public DateTimeOffset ExpiresAt => DateTimeOffset.FromUnixTimeSeconds(Claims.GetProperty("exp").GetInt64());

    /// <summary>Whether <paramref name="audience"/> is among the token's: RFC 9068 §4.</summary>
    public bool IsFor(string audience)
    {
        if (!Claims.TryGetProperty("aud", out var aud)) return false;
        if (aud.ValueKind == JsonValueKind.String) return aud.ValueEquals(audience);
        foreach (var one in aud.EnumerateArray())
            if (one.ValueEquals(audience)) return true;
        return false;
    }
}

/// <summary>The family and the user behind a live token.</summary>
public sealed record LiveUser(TokenFamily Family, User User);
