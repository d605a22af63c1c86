using System.Text.Encodings.Web;
using IdentityServer.Setup;

namespace IdentityServer.Protocol;

/// <summary>
/// From a form of ours to somebody else's server. A redirect would not do: browsers hold <c>form-action</c> against every stop of it, and
/// where a provider sends a browser on the way nobody can know (CSP Level 3 §6.4.1).
/// </summary>
internal static class LeavingPage
{
    public static Task WriteAsync(HttpContext http, string url)
    {
        PageHeaders.Apply(http);
        var (ours, to) = (http.Request.PathBase, HtmlEncoder.Default.Encode(url));
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync($"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Signing out</title>
            <meta http-equiv="refresh" content="0;url={to}"><link rel="icon" type="image/svg+xml" href="{ours}/favicon.svg"><link rel="stylesheet" href="{ours}/idp.css"></head>
            <body class="pass-page"><main class="pass"><div class="pass-band"></div><div class="pass-body"><h1>Signing out</h1>
            <p class="lede">Your session here has ended. It goes on where you signed in.</p><div class="actions"><a class="button" id="leave" href="{to}" rel="noreferrer">Continue</a></div></div></main></body></html>
            """, http.RequestAborted);
    }
}
