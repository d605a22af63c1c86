using System.Security.Cryptography;

namespace IdentityServer.Setup;

/// <summary>The security headers of every HTML answer: ASVS 3.4, RFC 9700 §4.2.4, §4.16.</summary>
internal static class PageHeaders
{
    /// <param name="formAction">An origin besides our own that a form may be sent to.</param>
    /// <returns>The nonce that this page's scripts carry.</returns>
    public static string Apply(HttpContext http, string? formAction = null)
    {
        var nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var headers = http.Response.Headers;
        // Chromium holds form-action against redirects too, and a sign-in ends in one: pages that lead back to a client say where.
        headers.ContentSecurityPolicy = $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' https: data:; connect-src 'self'; "
            + $"form-action 'self'{(formAction is null ? "" : " " + formAction)}; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.CacheControl = "no-store";
        http.Items[typeof(PageHeaders)] = nonce;
        return nonce;
    }

    public static string Nonce(HttpContext http) => http.Items[typeof(PageHeaders)] as string ?? "";
}
