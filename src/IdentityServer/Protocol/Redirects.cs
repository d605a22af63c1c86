namespace IdentityServer.Protocol;

/// <summary>303 always: a 307 would send a form's password on. RFC 9700 §4.12. A path of ours stays inside the pool of the request.</summary>
internal static class Redirects
{
    public static void SeeOther(HttpContext http, string location)
    {
        Wire.NoStore.Apply(http.Response);
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = location.StartsWith('/') ? http.Request.PathBase + location : location;
    }
}
