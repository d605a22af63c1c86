using System.Text.Json;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Tokens;

/// <summary>
/// Whether a token is active, told to those it concerns: the client it was issued to, and for access tokens the APIs it
/// names. One of an issuer that the pool's organization trusts is told to all its clients. To anybody else it is inactive, and
/// inactive says nothing more. RFC 7662 §2.
/// </summary>
public sealed class Introspection(ClientAuthenticator authenticator, AccessTokenReader accessTokens, ITokenFamilyStore families, IKeyRings rings, ForeignTokens foreign, TimeProvider clock)
{
    static readonly string[] Copied = ["iss", "sub", "aud", "client_id", "scope", "exp", "iat", "jti", "auth_time", "acr", "sid", "idp", "act"];

    /// <returns>Null stands for inactive.</returns>
    public async ValueTask<Result<Introspected>> RunAsync(Pool pool, string? authorization, RequestParameters form, CancellationToken ct)
    {
        if (form.Repeated is { } name) return new Refusal(Reason.ParameterRepeated, name);
        if (!(await authenticator.AuthenticateAsync(pool.Id, authorization, form, ct)).Try(out var caller, out var no)) return no;
        // RFC 7662 §2.1: without a credential anybody could scan for tokens.
        if (caller.IsPublic) return Reason.PublicClientRefused;
        if (form[Params.Token] is not { } token) return Reason.TokenMissing;
        if (rings.Find(pool.Id) is not { } ring) return Reason.KeysUnavailable;

        if (ring.RefreshTokens.TryRead(token, out var family, out var generation))
            return new Introspected(await RefreshTokenAsync(pool, caller, family, generation, ct));
        if (!(await accessTokens.ReadAsync(pool, token, ct)).Try(out var live, out _))
            return new Introspected(await foreign.FindAsync(pool, token, ct) is { } believed ? json => ForeignTokens.Write(json, believed) : null);
        var concerned = live.Client.Id == caller.Id || live.IsFor(caller.Id.Value);
        return new Introspected(concerned ? json => WriteAccessToken(json, live) : null);
    }

    async ValueTask<Action<Utf8JsonWriter>?> RefreshTokenAsync(Pool pool, Client caller, Primitives.FamilyId id, int generation, CancellationToken ct)
    {
        if (await families.FindAsync(pool.Id, id, ct) is not var (family, user)) return null;
        var now = clock.GetUtcNow();
        var active = family.ClientId == caller.Id && family.RevokedAt is null && generation == family.Generation
            && family.RefreshExpiresAt > now && now - family.RotatedAt <= TokenLifetimes.RefreshIdle
            && user is { Disabled: false } && user.SecurityStamp == family.SecurityStamp;
        if (!active) return null;
        return json =>
        {
            json.WriteString("iss", pool.Issuer);
            json.WriteString("sub", family.UserId.Value);
            json.WriteString("client_id", family.ClientId.Value);
            json.WriteString("scope", family.Scope.Text);
            json.WriteString("token_type", "refresh_token");
            json.WriteNumber("exp", family.RefreshExpiresAt!.Value.ToUnixTimeSeconds());
        };
    }

    static void WriteAccessToken(Utf8JsonWriter json, LiveAccessToken token)
    {
        foreach (var name in Copied)
        {
            if (!token.Claims.TryGetProperty(name, out var value)) continue;
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
        json.WriteString("token_type", "Bearer");
        if (token.User is { } user) json.WriteString("username", user.User.Username);
    }
}

/// <summary>The answer's members beyond <c>active</c>; null stands for inactive.</summary>
public sealed record Introspected(Action<Utf8JsonWriter>? Members);
