using System.Collections.Concurrent;
using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Resources;
using IdentityServer.Domain.Tokens;
using IdentityServer.Pools;
using IdentityServer.Storage;

namespace IdentityServer.Protocol;

/// <summary>GET /.well-known/openid-configuration and its RFC 8414 twin; the same bytes until a scope or a key algorithm changes.</summary>
internal sealed class DiscoveryEndpoint(GrantTable grants, IResourceStore resources, IKeyRings rings)
{
    /// <summary>Of the root and of every pool that was asked for: as many as there are pools.</summary>
    readonly ConcurrentDictionary<PoolId, Snapshot> current = new();

    public async Task HandleAsync(HttpContext http)
    {
        var pool = http.Pool();
        var snapshot = Current(pool, await KnownAsync(pool, http.RequestAborted), rings.Find(pool.Id));
        var response = http.Response;
        response.ContentType = "application/json";
        response.ContentLength = snapshot.Json.Length;
        response.Headers.CacheControl = "public, max-age=300";
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.XContentTypeOptions = "nosniff";
        await response.BodyWriter.WriteAsync(snapshot.Json, http.RequestAborted);
    }

    /// <summary>Who asks where our endpoints are gets an answer without the database too: what was known last.</summary>
    async ValueTask<ResourceSet> KnownAsync(Pool pool, CancellationToken ct)
    {
        try
        {
            return await resources.AllAsync(pool.Id, ct);
        }
        catch (StorageUnavailableException)
        {
            return current.GetValueOrDefault(pool.Id)?.Known ?? ResourceSet.Empty;
        }
    }

    Snapshot Current(Pool pool, ResourceSet known, KeyRing? ring)
    {
        if (current.TryGetValue(pool.Id, out var made) && made.Known == known && made.Ring == ring) return made;
        return current[pool.Id] = new(known, ring, new ServerMetadata
        {
            Issuer = pool.Issuer,
            ScopesSupported = ["openid", "profile", "email", "address", "phone", "offline_access", .. known.All.SelectMany(resource => resource.Scopes)],
            ClaimsSupported = ["sub", "iss", "auth_time", "acr", "amr", "sid", .. UserClaims.Names],
            GrantTypesSupported = grants.Types,
            ClientAuthMethods = ClientAuthMethods.Names,
            IdTokenAlgorithms = ring?.Algorithms.Order(StringComparer.Ordinal).Reverse() ?? ["RS256"],
            AcrValues = AuthenticationContext.Supported,
        }.ToJson());
    }

    sealed record Snapshot(ResourceSet Known, KeyRing? Ring, byte[] Json);
}
