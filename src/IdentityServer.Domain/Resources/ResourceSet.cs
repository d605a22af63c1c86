using System.Collections.Frozen;

namespace IdentityServer.Domain.Resources;

/// <summary>An immutable snapshot of a pool's resources, looked up by identifier and by scope.</summary>
public sealed class ResourceSet
{
    public static readonly ResourceSet Empty = new([]);

    readonly FrozenDictionary<string, Resource> byIdentifier;
    readonly FrozenDictionary<string, Resource> byScope;

    public ResourceSet(IEnumerable<Resource> resources)
    {
        All = [.. resources];
        byIdentifier = All.ToFrozenDictionary(resource => resource.Identifier, StringComparer.Ordinal);
        byScope = All.SelectMany(resource => resource.Scopes.Select(scope => (scope, resource)))
            .DistinctBy(pair => pair.scope)
            .ToFrozenDictionary(pair => pair.scope, pair => pair.resource, StringComparer.Ordinal);
    }

    public IReadOnlyList<Resource> All { get; }

    public Resource? Find(string identifier) => byIdentifier.GetValueOrDefault(identifier);

    public Resource? OfScope(string scope) => byScope.GetValueOrDefault(scope);
}
