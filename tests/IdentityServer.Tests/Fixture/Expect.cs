using AngleSharp.Html.Dom;
using Xunit;

namespace IdentityServer.Tests.Fixture;

/// <summary>The ways an authorization request ends, and a form sent raw.</summary>
public static class Expect
{
    /// <summary>What <see cref="OidcCalls.AuthorizeUrl"/> sends.</summary>
    public const string State = "af0ifjsldkj";

    /// <summary>A page of ours that leads nowhere: no redirect, and nothing of the request as a link, a form target or a script.</summary>
    public static void Page(WebPage page, int status = 400)
    {
        Assert.True(status == (int)page.Status, page.ToString());
        Assert.Equal(IdpApp.Issuer, page.Uri.GetLeftPart(UriPartial.Authority));
        Assert.Null(page.Response!.Headers.Location);
        Assert.Equal("text/html", page.Response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("evil.example", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("app.example", page.Body, StringComparison.Ordinal);
        Assert.All(page.Document.QuerySelectorAll("a[href], form, link, script[src], img"), element =>
            Assert.StartsWith("/", element.GetAttribute("href") ?? element.GetAttribute("src") ?? element.GetAttribute("action") ?? "/", StringComparison.Ordinal));
        Assert.True(page.Response.Headers.CacheControl!.NoStore);
    }

    /// <summary>The error as RFC 6749 §4.1.2.1 and RFC 9207 §2 have it, and nothing else.</summary>
    public static void Error(WebPage back, string error, string? state = State)
    {
        Assert.True(back.IsAtClient, back.ToString());
        Assert.Equal(error, back["error"]);
        Assert.Equal(state, back["state"]);
        Assert.Equal(IdpApp.Issuer, back["iss"]);
        Assert.Empty(back.Parameters.Keys.Except(["error", "error_description", "state", "iss"]));
        Assert.Matches("^[ -!#-\\[\\]-~]+$", back["error_description"]!);
    }

    /// <summary>A code, and never a token beside it.</summary>
    public static string Code(WebPage back, string? state = State)
    {
        Assert.True(back.IsAtClient, back.ToString());
        Assert.Null(back["error"]);
        Assert.Equal(state, back["state"]);
        Assert.Equal(IdpApp.Issuer, back["iss"]);
        Assert.Empty(back.Parameters.Keys.Except(["code", "state", "iss"]));
        return back["code"]!;
    }

    public static void LoginPage(WebPage page)
    {
        Assert.True(page is { Status: System.Net.HttpStatusCode.OK, Uri.AbsolutePath: "/account/login" }, page.ToString());
        Assert.True(page.Has("#Password"));
    }

    /// <summary>The antiforgery token of the page's form.</summary>
    public static string FormToken(WebPage page) =>
        ((IHtmlInputElement)page.Document.QuerySelector("input[name=__RequestVerificationToken]")!).Value;

    /// <summary>Presses one of several buttons that share a name, with nothing else filled in, and follows.</summary>
    public static Task<WebPage> PressAsync(this Browser browser, WebPage page, string action) =>
        browser.PostAsync(page.Uri.PathAndQuery, new Dictionary<string, string> { ["__RequestVerificationToken"] = FormToken(page), ["action"] = action },
            TestContext.Current.CancellationToken);

    /// <summary>Sends fields as they are, and follows nothing.</summary>
    public static async Task<WebPage> PostRawAsync(this Browser browser, string url, IEnumerable<(string Name, string Value)> fields,
        params (string Name, string Value)[] headers)
    {
        var ct = TestContext.Current.CancellationToken;
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        var response = await browser.SendAsync(request, ct);
        return new(request.RequestUri!, response.StatusCode, await response.Content.ReadAsStringAsync(ct), response, [], new Dictionary<string, string>());
    }

    /// <summary>The same for a GET, or any method without a body.</summary>
    public static async Task<WebPage> SendRawAsync(this Browser browser, string url, HttpMethod? method = null, params (string Name, string Value)[] headers)
    {
        var ct = TestContext.Current.CancellationToken;
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, url);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        var response = await browser.SendAsync(request, ct);
        return new(request.RequestUri!, response.StatusCode, await response.Content.ReadAsStringAsync(ct), response, [], new Dictionary<string, string>());
    }
}
