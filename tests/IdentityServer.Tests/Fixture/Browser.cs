using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Http;

namespace IdentityServer.Tests.Fixture;

/// <summary>
/// A browser without scripts, over HTTP: cookies, redirects followed one by one, forms. Works on a real server
/// and on an in-process one (pass its handler).
/// </summary>
public sealed class Browser : IDisposable
{
    const int MostHops = 20;
    static readonly Dictionary<string, string> Nothing = [];

    readonly HttpClient http;

    public Browser(Uri address, HttpMessageHandler? handler = null)
    {
        var inner = handler ?? new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false };
        http = new(inner, disposeHandler: handler is null) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
    }

    public CookieJar Cookies { get; } = new();

    /// <summary>Addresses of clients: the browser stops there and does not fetch. By default everything on another host or port.</summary>
    public Func<Uri, bool>? StopAt { get; set; }

    /// <summary>Sent with every request, as for instance Accept-Language.</summary>
    public Dictionary<string, string> Headers { get; } = new() { ["Accept"] = "text/html,application/xhtml+xml" };

    public Task<WebPage> GetAsync(string url, CancellationToken ct) => FollowAsync(HttpMethod.Get, Absolute(url), Nothing, ct);

    public Task<WebPage> PostAsync(string url, IReadOnlyDictionary<string, string> fields, CancellationToken ct) =>
        FollowAsync(HttpMethod.Post, Absolute(url), fields, ct);

    /// <summary>One request, its redirect not followed.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var uri = request.RequestUri = Absolute(request.RequestUri?.OriginalString ?? "");
        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (Cookies.Header(uri) is { Length: > 0 } cookies)
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        var response = await http.SendAsync(request, ct);
        if (response.Headers.TryGetValues("Set-Cookie", out var lines))
        {
            foreach (var line in lines)
                Cookies.Store(uri, line);
        }

        return response;
    }

    /// <summary>Submits a form with its hidden fields and defaults; a value for a field that is not there is the test's mistake.</summary>
    /// <param name="button">The id or the name of the button pressed; by default the first one, as with the Enter key.</param>
    public Task<WebPage> SubmitAsync(WebPage page, string form, IReadOnlyDictionary<string, string> values, string? button, CancellationToken ct) =>
        SubmitAsync(page, page.Form(form), values, button, ct);

    public Task<WebPage> SubmitAsync(WebPage page, IHtmlFormElement form, IReadOnlyDictionary<string, string> values, string? button, CancellationToken ct)
    {
        var fields = Fields(form);
        foreach (var (name, value) in values)
        {
            if (!form.Elements.Any(e => e.GetAttribute("name") == name))
                throw new InvalidOperationException($"The form has no field '{name}': {form.OuterHtml}");
            fields[name] = value;
        }

        if (Pressed(form, button) is { } pressed && pressed.GetAttribute("name") is { Length: > 0 } pressedName)
            fields[pressedName] = pressed.GetAttribute("value") ?? "";
        var action = new Uri(page.Uri, form.GetAttribute("action") is { Length: > 0 } given ? given : page.Uri.ToString());
        if (form.Method.Equals("post", StringComparison.OrdinalIgnoreCase))
            return FollowAsync(HttpMethod.Post, action, fields, ct);
        var target = new UriBuilder(action) { Query = QueryString.Create(fields!).Value };
        return FollowAsync(HttpMethod.Get, target.Uri, Nothing, ct);
    }

    public void Dispose() => http.Dispose();

    async Task<WebPage> FollowAsync(HttpMethod method, Uri uri, IReadOnlyDictionary<string, string> fields, CancellationToken ct)
    {
        List<Uri> hops = [];
        while (hops.Count < MostHops)
        {
            if (StopAt?.Invoke(uri) ?? uri.Authority != http.BaseAddress!.Authority)
                return new(uri, 0, "", null, hops, fields);
            hops.Add(uri);
            using var request = new HttpRequestMessage(method, uri);
            if (method != HttpMethod.Get)
                request.Content = new FormUrlEncodedContent(fields);
            var response = await SendAsync(request, ct);
            if (response.Headers.Location is not { } location || (int)response.StatusCode is < 300 or > 399)
                return new(uri, response.StatusCode, await response.Content.ReadAsStringAsync(ct), response, hops, Nothing);

            uri = new Uri(uri, location);
            // 307 and 308 keep method and body; every other redirect is followed with GET (Fetch §4.4).
            if (response.StatusCode is not (HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
                (method, fields) = (HttpMethod.Get, Nothing);
        }

        throw new InvalidOperationException($"Too many redirects: {string.Join(" -> ", hops)}");
    }

    Uri Absolute(string url) => new(http.BaseAddress!, url);

    // HTML §4.10.22.4: named, enabled, and of the checkable ones only the checked.
    static Dictionary<string, string> Fields(IHtmlFormElement form)
    {
        Dictionary<string, string> fields = [];
        foreach (var element in form.Elements.Where(e => e.GetAttribute("name") is { Length: > 0 } && !e.HasAttribute("disabled")))
        {
            var name = element.GetAttribute("name")!;
            switch (element)
            {
                case IHtmlInputElement { Type: "submit" or "button" or "image" or "reset" or "file" }:
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }:
                    break;
                case IHtmlInputElement { Type: "checkbox" or "radio" } box:
                    fields[name] = box.GetAttribute("value") ?? "on";
                    break;
                case IHtmlInputElement input:
                    fields[name] = input.Value;
                    break;
                case IHtmlTextAreaElement area:
                    fields[name] = area.Value;
                    break;
                case IHtmlSelectElement { Value: { } chosen }:
                    fields[name] = chosen;
                    break;
            }
        }

        return fields;
    }

    static IHtmlElement? Pressed(IHtmlFormElement form, string? button)
    {
        var buttons = form.Elements.Where(e => e is IHtmlButtonElement { Type: "submit" } or IHtmlInputElement { Type: "submit" }).ToArray();
        if (button is null)
            return buttons.FirstOrDefault();
        return buttons.FirstOrDefault(e => e.Id == button || e.GetAttribute("name") == button)
            ?? throw new InvalidOperationException($"The form has no button '{button}': {form.OuterHtml}");
    }
}
