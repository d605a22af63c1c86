using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Resources;
using IdentityServer.Domain.Tokens;
using IdentityServer.Storage;

namespace IdentityServer.Protocol;

/// <summary>GET /.well-known/openid-configuration and its RFC 8414 twin; the same bytes until a scope or a key algorithm changes.</summary>
internal sealed class DiscoveryEndpoint(Pool pool, GrantTable grants, IResourceStore resources, IKeyRings rings)
{
    Snapshot? current;

    public async Task HandleAsync(HttpContext http)
    {
        var snapshot = await FindAsync(http.RequestAborted);
        var response = http.Response;
        response.ContentType = "application/json";
        response.ContentLength = snapshot.Json.Length;
        response.Headers.CacheControl = "public, max-age=300";
        response.Headers.AccessControlAllowOrigin = "*";
        await response.BodyWriter.WriteAsync(snapshot.Json, http.RequestAborted);
    }

    /// <summary>While the database is away, what was said last is still true enough to find us by.</summary>
    async ValueTask<Snapshot> FindAsync(CancellationToken ct)
    {
        try
        {
            return Current(await resources.AllAsync(pool.Id, ct), rings.Find(pool.Id));
        }
        catch (StorageUnavailableException) when (current is not null)
        {
            return current;
        }
    }

    Snapshot Current(ResourceSet known, KeyRing? ring)
    {
        if (current is { } made && made.Known == known && made.Ring == ring) return made;
        return current = new(known, ring, new ServerMetadata
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
