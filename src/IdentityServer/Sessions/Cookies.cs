using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Sessions;

/// <summary>
/// Our cookies: opaque, host-only, never readable by scripts. Over https they carry the <c>__Host-</c> prefix and Secure;
/// over plain http, which is for development on loopback only, browsers differ on Secure cookies, so they go without.
/// RFC 6265bis §4.1.3.2, ASVS 3.3. All pools are on one host, and that prefix allows no path: those of a pool that is not
/// the root's have its id in their names.
/// </summary>
internal sealed class Cookies
{
    readonly bool https;

    readonly string session;
    readonly string browser;
    readonly string cutover;

    public Cookies(Pool root)
    {
        https = root.Issuer.StartsWith("https:", StringComparison.Ordinal);
        session = Name("idp-session");
        browser = Name("idp-browser");
        cutover = Name("idp-cutover");
        Antiforgery = Name("idp-form");
    }

    /// <summary>A browser has one secret for the forms of all pools; <see cref="FormsOfPool"/> keeps those apart.</summary>
    public string Antiforgery { get; }

    public bool Secure => https;

    /// <summary>The handle of the browser's session.</summary>
    public string Session(Pool pool) => Of(pool, session);

    /// <summary>The handle that ties a transaction to the browser that began it.</summary>
    public string Browser(Pool pool) => Of(pool, browser);

    /// <summary>What a posted token has proved, for the redirect that follows.</summary>
    public string Cutover(Pool pool) => Of(pool, cutover);

    static string Of(Pool pool, string name) => pool.Id == PoolId.Default ? name : $"{name}-{pool.Id}";

    public string Name(string name) => https ? "__Host-" + name : name;

    /// <param name="lifetime">Null means until the browser closes.</param>
    public void Set(HttpContext http, string name, string value, TimeSpan? lifetime) => http.Response.Cookies.Append(name, value, Options(lifetime, SameSiteMode.Lax));

    /// <summary>One that no other site's link or form brings along: nobody has to come back from elsewhere with it.</summary>
    public void SetStrict(HttpContext http, string name, string value, TimeSpan lifetime) => http.Response.Cookies.Append(name, value, Options(lifetime, SameSiteMode.Strict));

    public void Expire(HttpContext http, string name) => http.Response.Cookies.Delete(name, Options(null, SameSiteMode.Lax));

    // Lax: a relying party's redirect must carry them, a cross-site form or frame must not.
    CookieOptions Options(TimeSpan? lifetime, SameSiteMode sameSite) => new()
    {
        HttpOnly = true,
        Secure = https,
        SameSite = sameSite,
        Path = "/",
        MaxAge = lifetime,
        IsEssential = true,
    };
}
