using IdentityServer.Domain.Clients;
using IdentityServer.Storage;

namespace IdentityServer.Management;

/// <summary>
/// Which web origins may read an answer of the faces for browsers: those that SDK clients are registered with. Every
/// status carries the headers, so that a page reads the refusal instead of a riddle; once the caller is known only the
/// origins of its own organization count. No cookie is ever looked at, so credentials are not allowed. Fetch Standard §3.2.
/// </summary>
internal sealed class ManagementCors(IClientStore clients)
{
    const int LongestOrigin = 256;

    /// <summary>True where it was a preflight and has been answered: without credentials, which a preflight never has.</summary>
    public async ValueTask<bool> AnswersAsync(HttpContext http)
    {
        var isPreflight = HttpMethods.IsOptions(http.Request.Method);
        var origin = http.Request.Headers.Origin is [{ Length: > 0 and <= LongestOrigin } one] && await AllowsAsync(null, one) ? one : null;
        // Written last: a fault clears the headers, and who calls is not known yet.
        http.Response.OnStarting(async () =>
        {
            http.Response.Headers.Append("Vary", "Origin");
            if (origin is null || (http.Features.Get<Caller>() is { } caller && !await AllowsAsync(caller.OrganizationId, origin))) return;
            Allow(http.Response.Headers, origin, isPreflight);
        });
        if (isPreflight) http.Response.StatusCode = StatusCodes.Status204NoContent;
        return isPreflight;
    }

    static void Allow(IHeaderDictionary headers, string origin, bool isPreflight)
    {
        headers.AccessControlAllowOrigin = origin;
        if (!isPreflight)
        {
            headers.AccessControlExposeHeaders = "ETag, Retry-After, WWW-Authenticate, Idempotency-Replayed";
            return;
        }
        headers.AccessControlAllowMethods = "GET, POST, PATCH, DELETE";
        headers.AccessControlAllowHeaders = "authorization, content-type, idempotency-key, if-match";
        headers.AccessControlMaxAge = "600";
    }

    /// <summary>With neither memory nor database nobody can say, and then nobody may.</summary>
    async ValueTask<bool> AllowsAsync(string? organizationId, string origin)
    {
        try
        {
            return await clients.AllowsSdkOriginAsync(organizationId, origin, CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }
}
