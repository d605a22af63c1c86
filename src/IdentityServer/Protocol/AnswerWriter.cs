using System.Text;
using System.Text.Encodings.Web;
using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Protocol;
using IdentityServer.Setup;

namespace IdentityServer.Protocol;

/// <summary>Sends an authorization answer by its response mode: RFC 6749 §4.1.2, Multiple Response Types §2.1, Form Post Response Mode §2.</summary>
internal static class AnswerWriter
{
    public static async Task WriteAsync(HttpContext http, AuthorizeAnswer answer)
    {
        var uri = answer.Address.RedirectUri;
        switch (answer.Address.Mode)
        {
            case ResponseMode.FormPost:
                await WriteFormAsync(http, answer);
                break;
            case ResponseMode.Fragment:
                Redirects.SeeOther(http, Append(uri, '#', answer));
                break;
            default:
                // The registered query stays as it is: RFC 6749 §3.1.2.
                Redirects.SeeOther(http, Append(uri, uri.Contains('?', StringComparison.Ordinal) ? '&' : '?', answer));
                break;
        }
    }

    static string Append(string uri, char separator, AuthorizeAnswer answer)
    {
        var text = new StringBuilder(uri, uri.Length + 256);
        foreach (var (name, value) in answer.Parameters)
        {
            text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }
        return text.ToString();
    }

    static async Task WriteFormAsync(HttpContext http, AuthorizeAnswer answer)
    {
        var html = HtmlEncoder.Default;
        var ours = http.Request.PathBase;
        var nonce = PageHeaders.Apply(http, leadsTo: answer.Address.RedirectUri);
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Back to the application</title>")
            .Append("<link rel=\"icon\" type=\"image/svg+xml\" href=\"").Append(ours).Append("/favicon.svg\"><noscript><link rel=\"stylesheet\" href=\"").Append(ours).Append("/idp.css\"></noscript></head><body class=\"pass-page\">")
            .Append("<form method=\"post\" action=\"").Append(html.Encode(answer.Address.RedirectUri)).Append("\">");
        foreach (var (name, value) in answer.Parameters)
            page.Append("<input type=\"hidden\" name=\"").Append(name).Append("\" value=\"").Append(html.Encode(value)).Append("\">");
        page.Append("<noscript><p>Your browser does not run scripts. Press the button to go back to the application.</p><button class=\"button\" type=\"submit\">Continue</button></noscript></form>")
            .Append("<script nonce=\"").Append(nonce).Append("\">document.forms[0].submit()</script></body></html>");
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(page.ToString(), http.RequestAborted);
    }
}
