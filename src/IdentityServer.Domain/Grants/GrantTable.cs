using System.Collections.Frozen;

namespace IdentityServer.Domain.Grants;

/// <summary>The grants, by grant_type; adding one is one file and one line where the table is made.</summary>
public sealed class GrantTable(IEnumerable<IGrant> grants)
{
    readonly FrozenDictionary<string, IGrant> byType = grants.ToFrozenDictionary(grant => grant.Type, StringComparer.Ordinal);

    public IEnumerable<string> Types => byType.Keys.Order(StringComparer.Ordinal);

    public IGrant? Find(string type) => byType.GetValueOrDefault(type);
}
