using IdentityServer.Domain.Pools;

namespace IdentityServer.Sessions;

/// <summary>
/// Our cookies: opaque, host-only, never readable by scripts. Over https they carry the <c>__Host-</c> prefix and Secure;
/// over plain http, which is for development on loopback only, browsers differ on Secure cookies, so they go without.
/// RFC 6265bis §4.1.3.2, ASVS 3.3.
/// </summary>
internal sealed class Cookies
{
    readonly bool https;

    public Cookies(Pool pool)
    {
        https = pool.Issuer.StartsWith("https:", StringComparison.Ordinal);
        Session = Name("idp-session");
        Browser = Name("idp-browser");
        Antiforgery = Name("idp-form");
    }

    /// <summary>The handle of the browser's session.</summary>
    public string Session { get; }

    /// <summary>The handle that ties a transaction to the browser that began it.</summary>
    public string Browser { get; }

    public string Antiforgery { get; }

    public bool Secure => https;

    public string Name(string name) => https ? "__Host-" + name : name;

    /// <param name="lifetime">Null means until the browser closes.</param>
    public void Set(HttpContext http, string name, string value, TimeSpan? lifetime) => http.Response.Cookies.Append(name, value, Options(lifetime));

    public void Expire(HttpContext http, string name) => http.Response.Cookies.Delete(name, Options(null));

    // Lax: a relying party's redirect must carry them, a cross-site form or frame must not.
    CookieOptions Options(TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        Secure = https,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = lifetime,
        IsEssential = true,
    };
}
