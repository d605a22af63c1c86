using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Tokens;

/// <summary>
/// A client gives a token back: RFC 7009. A refresh token takes its whole family along (§2.1); an access token goes alone.
/// A token that is unknown or another client's changes nothing, and the answer is the same (§2.2).
/// </summary>
public sealed class Revocation(ClientAuthenticator authenticator, AccessTokenReader accessTokens, ITokenFamilyStore families, IRevokedTokenStore revoked, IKeyRings rings, TimeProvider clock)
{
    /// <returns>The client whose request it was, where that is known, and why it was refused, where it was.</returns>
    public async ValueTask<(Client? Client, Refusal? Refused)> RunAsync(Pool pool, string? authorization, RequestParameters form, CancellationToken ct)
    {
        if (form.Repeated is { } name) return (null, new Refusal(Reason.ParameterRepeated, name));
        if (!(await authenticator.AuthenticateAsync(pool.Id, authorization, form, ct)).Try(out var caller, out var no)) return (null, no);
        if (form[Params.Token] is not { } token) return (caller, Reason.TokenMissing);
        if (rings.Find(pool.Id) is not { } ring) return (caller, Reason.KeysUnavailable);

        if (ring.RefreshTokens.TryRead(token, out var id, out _))
        {
            if (await families.FindAsync(pool.Id, id, ct) is var (family, _) && family.ClientId == caller.Id)
                await families.RevokeAsync(pool.Id, id, clock.GetUtcNow(), CancellationToken.None);
        }
        else if ((await accessTokens.ReadAsync(pool, token, ct)).Try(out var live, out _) && live.Client.Id == caller.Id)
        {
            await revoked.AddAsync(pool.Id, live.Jti, live.ExpiresAt, CancellationToken.None);
        }
        return (caller, null);
    }
}
