using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Resources;
using IdentityServer.Domain.Tokens;

namespace IdentityServer.Domain.Grants;

/// <summary>The phases that every grant shares, in order: RFC 6749 §3.2, §5.</summary>
public sealed class TokenPipeline(ClientAuthenticator authenticator, GrantTable grants, IResourceStore resources, IKeyRings rings, IKeyLease lease, TokenTally tally, TimeProvider clock)
{
    public async ValueTask<(Client? Client, Result<TokenSet> Answer)> RunAsync(Pool pool, string? authorization, RequestParameters form, CancellationToken ct)
    {
        if (form.Repeated is { } name) return (null, new Refusal(Reason.ParameterRepeated, name));

        // Who is calling: an unauthenticated caller learns nothing else.
        if (!(await authenticator.AuthenticateAsync(pool.Id, authorization, form, ct)).Try(out var client, out var no)) return (null, no);
        return (client, await RedeemAsync(pool, client, form, ct));
    }

    async ValueTask<Result<TokenSet>> RedeemAsync(Pool pool, Client client, RequestParameters form, CancellationToken ct)
    {
        // Which grant, and whether this client may use it.
        if (form[Params.GrantType] is not { } type) return Reason.GrantTypeMissing;
        if (grants.Find(type) is not { } grant) return Reason.GrantTypeUnsupported;
        if (!client.MayUse(type)) return Reason.GrantNotAllowed;

        // Whether we could answer at all, before anything single-use is spent.
        var now = clock.GetUtcNow();
        if (rings.Find(pool.Id) is not { } ring) return Reason.KeysUnavailable;
        if (ring.IsLeaseOver(now))
        {
            await lease.RenewAsync(pool.Id, now + ring.LongestLifetime, ct);
            ring = rings.Find(pool.Id) ?? ring;
        }

        // What it proves and whom the token is for, then the mint.
        var known = await resources.AllAsync(pool.Id, ct);
        if (!(await grant.RedeemAsync(new(pool, ring, client, form, known, now), ct)).Try(out var proved, out var no)) return no;
        var answer = TokenIssuer.Issue(pool, ring, client, proved, tally, now);
        if (answer.Try(out _, out _)) Signals.Signals.TokenIssued(type);
        return answer;
    }
}
