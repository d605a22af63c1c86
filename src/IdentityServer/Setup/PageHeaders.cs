using System.Security.Cryptography;

namespace IdentityServer.Setup;

/// <summary>The security headers of every HTML answer: ASVS 3.4, RFC 9700 §4.2.4, §4.16.</summary>
internal static class PageHeaders
{
    /// <param name="leadsTo">A URI that a form on this page may end up at; Chromium holds form-action against redirects too.</param>
    /// <param name="logo">A client's logo.</param>
    /// <returns>The nonce that an inline script of ours carries.</returns>
    public static string Apply(HttpContext http, string? leadsTo = null, string? logo = null)
    {
        var nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self'{Source(logo)}; connect-src 'self'; "
            + $"form-action 'self'{Source(leadsTo)}; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.CacheControl = "no-store";
        if (http.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
        return nonce;
    }

    /// <summary>CSP Level 3 §2.3.1: an origin, or a scheme alone for an application's own.</summary>
    static string Source(string? uri)
    {
        if (uri is null || !Uri.TryCreate(uri, UriKind.Absolute, out var parsed)) return "";
        return parsed.Scheme is "http" or "https" ? " " + parsed.GetLeftPart(UriPartial.Authority) : $" {parsed.Scheme}:";
    }
}
