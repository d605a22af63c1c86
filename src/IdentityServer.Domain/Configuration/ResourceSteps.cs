using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Resources;

namespace IdentityServer.Domain.Configuration;

/// <summary>Resources of the default pool against the file.</summary>
sealed class ResourceSteps(IResourceStore resources)
{
    public async ValueTask<List<Step>> PlanAsync(Declaration declaration, CancellationToken ct)
    {
        var stored = await resources.AllAsync(PoolId.Default, ct);
        var declared = declaration.Resources.Select(resource => resource.Resource).ToHashSet(StringComparer.Ordinal);
        var strangers = stored.All.Where(resource => !declared.Contains(resource.Identifier)).ToList();

        List<Step> losing = [], gaining = [];
        // Removed first, so that their scopes are free for others.
        if (declaration.PruneResources) losing.AddRange(strangers.Select(Remove));
        foreach (var wanted in declaration.Resources)
        {
            var what = $"resource {wanted.Resource}";
            if (!declaration.PruneResources && strangers.Find(stranger => stranger.Scopes.Intersect(wanted.Scopes).Any()) is { } owner)
            {
                gaining.Add(Step.Ignored(what, $"scope {owner.Scopes.Intersect(wanted.Scopes).First()} belongs to {owner.Identifier}, which the file does not name"));
                continue;
            }
            var existing = stored.Find(wanted.Resource);
            IReadOnlyList<string> fields = existing is null ? [] : new Difference()
                .InList("scopes", existing.Scopes, wanted.Scopes)
                .In("access_token_signing_alg", existing.AccessTokenAlgorithm, wanted.AccessTokenAlgorithm)
                .Fields;
            if (existing is not null && fields.Count == 0) continue;
            // Of two that swap a scope, the one that gives it up is saved first: at no time has it two owners.
            var gains = wanted.Scopes.Except(existing?.Scopes ?? []).Any();
            (gains ? gaining : losing).Add(Save(wanted, new(existing is null ? ChangeKind.Add : ChangeKind.Update, what, fields)));
        }
        return [.. losing, .. gaining];
    }

    Step Save(ResourceDeclaration wanted, Change change) => new(change, async ct =>
    {
        await resources.SaveAsync(new()
        {
            PoolId = PoolId.Default,
            Identifier = wanted.Resource,
            Scopes = wanted.Scopes,
            AccessTokenAlgorithm = wanted.AccessTokenAlgorithm,
        }, ct);
        return change;
    });

    Step Remove(Resource resource)
    {
        Change change = new(ChangeKind.Remove, $"resource {resource.Identifier}", []);
        return new(change, async ct => await resources.RemoveAsync(PoolId.Default, resource.Identifier, ct) ? change : null);
    }
}
