using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace IdentityServer.Tests.Fixture;

/// <summary>
/// Where <see cref="Browser"/> came to rest. <paramref name="Status"/> is 0 when the address belongs to the client
/// (<see cref="Browser.StopAt"/>) and was not fetched; then <paramref name="Posted"/> has the fields of a form_post.
/// </summary>
public sealed record WebPage(Uri Uri, HttpStatusCode Status, string Body, HttpResponseMessage? Response,
    IReadOnlyList<Uri> Hops, IReadOnlyDictionary<string, string> Posted)
{
    readonly Lazy<IHtmlDocument> document = new(() => new HtmlParser().ParseDocument(Body));

    public bool IsAtClient => Status == 0;

    public IHtmlDocument Document => document.Value;

    /// <summary>The parameters the client got, from the query, the fragment or the posted form.</summary>
    public IReadOnlyDictionary<string, string> Parameters => field ??= Posted.Count > 0 ? Posted : Read(Uri.Query, Uri.Fragment);

    public string? this[string parameter] => Parameters.GetValueOrDefault(parameter);

    /// <summary>The form a selector names, by itself or by anything in it; or the page's only one.</summary>
    public IHtmlFormElement Form(string selector = "form")
    {
        var found = Document.QuerySelectorAll(selector).Select(FormOf).OfType<IHtmlFormElement>().Distinct().ToArray();
        return found is [var only] ? only : throw new InvalidOperationException($"{found.Length} forms for '{selector}' in {this}");
    }

    public bool Has(string selector) => Document.QuerySelector(selector) is not null;

    public string Text(string selector) =>
        Document.QuerySelector(selector)?.TextContent.Trim() ?? throw new InvalidOperationException($"No '{selector}' in {this}");

    public override string ToString() => $"{(int)Status} {Uri} (by {string.Join(" -> ", Hops)})\n{Body}";

    // A button may stand outside its form and name it (HTML §4.10.17.3).
    static IHtmlFormElement? FormOf(IElement element) => element switch
    {
        IHtmlFormElement form => form,
        IHtmlButtonElement button => button.Form,
        IHtmlInputElement input => input.Form,
        _ => element.Closest("form") as IHtmlFormElement,
    };

    static Dictionary<string, string> Read(params ReadOnlySpan<string> encoded)
    {
        Dictionary<string, string> found = [];
        foreach (var part in encoded)
        {
            foreach (var (name, value) in Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(part.TrimStart('?', '#')))
                found[name] = value.ToString();
        }

        return found;
    }
}
