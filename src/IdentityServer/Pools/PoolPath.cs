using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Pools;

/// <summary>Where a path names a pool: at its beginning, or behind the well-known name as RFC 8414 §3.1 has it.</summary>
internal static class PoolPath
{
    // OIDC Discovery §4.1 appends; some libraries insert there too.
    static readonly string[] inserted = [Endpoints.AuthorizationServer, Endpoints.Discovery];

    /// <summary>The name, and the path as the pool sees it; null where the path is the root's.</summary>
    public static (string Id, string Below)? Read(string? path)
    {
        if (path is null) return null;
        if (path.StartsWith(PoolDirectory.Path, StringComparison.Ordinal))
        {
            var end = path.IndexOf('/', PoolDirectory.Path.Length);
            return end < 0 ? (path[PoolDirectory.Path.Length..], "") : (path[PoolDirectory.Path.Length..end], path[end..]);
        }
        foreach (var name in inserted)
            if (path.StartsWith(name, StringComparison.Ordinal) && path.AsSpan(name.Length).StartsWith(PoolDirectory.Path, StringComparison.Ordinal))
                return (path[(name.Length + PoolDirectory.Path.Length)..], name);
        return null;
    }
}
