using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;
using IdentityServer.Storage;

namespace IdentityServer.Protocol.Wire;

/// <summary>
/// Which web origins may read an answer. One that was made for a client is for that client's own. A refusal that belongs to
/// nobody holds nothing of anybody: every origin that some client of the pool registered may read it, so that a page is told
/// what is wrong, whatever its status. Never the authorization endpoint, never with credentials. Fetch Standard §3.2, RFC 9700 §2.6.
/// </summary>
internal sealed class ProtocolCors(IClientStore clients)
{
    const int LongestOrigin = 256;

    /// <summary>Where pages call.</summary>
    public static bool Covers(PathString path) => path == Endpoints.Token || path == Endpoints.UserInfo || path == Endpoints.Revoke;

    /// <summary>Back ends send no origin, and pay nothing here.</summary>
    public static bool IsOfPage(HttpRequest request) => request.Headers.Origin.Count > 0 || HttpMethods.IsOptions(request.Method);

    /// <summary>True where it was a preflight and has been answered: it names no client, so any client's origin will do.</summary>
    public async ValueTask<bool> AnswersAsync(HttpContext http, Pool pool)
    {
        var isPreflight = HttpMethods.IsOptions(http.Request.Method);
        var origin = http.Request.Headers.Origin is [{ Length: > 0 and <= LongestOrigin } one] ? one : null;
        var isKnown = origin is not null && await IsKnownAsync(pool, origin);
        // Written last: a fault clears the headers, and whose answer it will be is not known yet.
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.Append("Vary", "Origin");
            var mayRead = http.Features.Get<Owner>() is { } owner ? origin is not null && owner.Client?.AllowedOrigins.Contains(origin) is true : isKnown;
            if (!mayRead) return Task.CompletedTask;
            headers.AccessControlAllowOrigin = origin;
            if (isPreflight)
            {
                headers.AccessControlAllowMethods = "GET, POST";
                headers.AccessControlAllowHeaders = "authorization, content-type, dpop";
                headers.AccessControlMaxAge = "600";
            }
            else
            {
                headers.AccessControlExposeHeaders = "Retry-After, WWW-Authenticate";
            }
            return Task.CompletedTask;
        });
        if (isPreflight) http.Response.StatusCode = StatusCodes.Status204NoContent;
        return isPreflight;
    }

    /// <summary>The answer is this client's from here on; with null, of one that is gone, it is nobody's to read.</summary>
    public static void Belongs(HttpContext http, Client? client)
    {
        if (http.Request.Headers.Origin.Count > 0) http.Features.Set(new Owner(client));
    }

    /// <summary>With neither memory nor database nobody can say, and then nobody may.</summary>
    async ValueTask<bool> IsKnownAsync(Pool pool, string origin)
    {
        try
        {
            return await clients.AllowsOriginAsync(pool.Id, origin, CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }

    sealed record Owner(Client? Client);
}
