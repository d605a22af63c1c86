using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Resources;
using IdentityServer.Domain.Tokens;

namespace IdentityServer.Domain.Authorize;

/// <summary>Runs a request through <see cref="AuthorizeRules"/>; the same for a fresh one and for one that waited for a person.</summary>
public sealed class AuthorizeValidator(IClientStore clients, IResourceStore resources, IdTokenHint hints)
{
    public async ValueTask<(AuthorizeRequest? Request, AuthorizeRefusal? Refusal)> ValidateAsync(
        Pool pool, RequestParameters parameters, CancellationToken ct)
    {
        var id = parameters[Params.ClientId];
        var client = Ids.IsWellFormed(id) ? await clients.FindAsync(pool.Id, new(id!), ct) : null;
        var known = await resources.AllAsync(pool.Id, ct);
        var draft = new AuthorizeDraft(parameters, client, known, hint => hints.Read(pool, hint)?.User);

        foreach (var rule in AuthorizeRules.InOrder)
        {
            if (rule.Check(draft) is not { } reason) continue;
            var told = rule.Told == AuthorizeRules.Told.Client ? draft.Address : null;
            return (null, new(reason, told, rule.Parameter));
        }
        return (draft.Complete(), null);
    }
}
