namespace IdentityServer.Tests.Fixture;

/// <summary>A page's content security policy, by directive: CSP Level 3 §2.2.1.</summary>
public static class Csp
{
    public static IReadOnlyDictionary<string, string> Of(WebPage page) =>
        page.Response!.Headers.GetValues("Content-Security-Policy").Single().Split(';', StringSplitOptions.TrimEntries)
            .Select(directive => directive.Split(' ', 2)).ToDictionary(parts => parts[0], parts => parts.Length > 1 ? parts[1] : "");
}
