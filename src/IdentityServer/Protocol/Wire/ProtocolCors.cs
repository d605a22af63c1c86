using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Pools;

namespace IdentityServer.Protocol.Wire;

/// <summary>
/// Which web origins may read an answer: those of the client that the request proved or named, and no other. Never the
/// authorization endpoint, never with credentials. Fetch Standard §3.2, RFC 9700 §2.6.
/// </summary>
internal sealed class ProtocolCors(IClientStore clients)
{
    /// <summary>A preflight names no client, so any client's origin will do; the answer itself is stricter.</summary>
    public async Task PreflightAsync(HttpContext http, Pool pool)
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        var headers = http.Response.Headers;
        headers.Vary = "Origin";
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length is 0 or > 256 || !await clients.AllowsOriginAsync(pool.Id, origin, http.RequestAborted)) return;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowMethods = "GET, POST";
        headers.AccessControlAllowHeaders = "authorization, content-type, dpop";
        headers.AccessControlMaxAge = "600";
    }

    /// <summary>Lets the client's own page read the answer.</summary>
    public static void Allow(HttpContext http, Client? client)
    {
        if (http.Request.Headers.Origin is not [{ Length: > 0 } origin]) return;
        http.Response.Headers.Vary = "Origin";
        if (client is not null && client.AllowedOrigins.Contains(origin)) http.Response.Headers.AccessControlAllowOrigin = origin;
    }
}
