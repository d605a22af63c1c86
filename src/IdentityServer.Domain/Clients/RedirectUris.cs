namespace IdentityServer.Domain.Clients;

/// <summary>
/// Redirect URIs are compared as the strings they are: RFC 9700 §2.1, RFC 3986 §6.2.1. The one exception is the port
/// of a loopback IP literal, which a native application cannot know in advance: RFC 8252 §7.3.
/// </summary>
public static class RedirectUris
{
    public static bool IsRegistered(IReadOnlyList<string> registered, string requested)
    {
        foreach (var uri in registered)
            if (uri == requested || DiffersOnlyInLoopbackPort(uri, requested)) return true;
        return false;
    }

    /// <summary>
    /// Null where the URI may be registered, else why not. https, http on loopback, or a private-use scheme with a dot
    /// in it (RFC 8252 §7.1); absolute, without fragment, wildcard or user: RFC 6749 §3.1.2, OAuth 2.1 §2.3.1.
    /// </summary>
    public static string? Problem(string? uri)
    {
        if (string.IsNullOrEmpty(uri)) return "must not be empty";
        foreach (var c in uri)
            if (c is <= ' ' or > '~' or '\\' or '"' or '<' or '>') return "must be visible ASCII without blanks, quotes, angle brackets or backslashes";
        if (uri.Contains('*', StringComparison.Ordinal)) return "must not contain a wildcard: list each URI in full";
        if (uri.Contains('#', StringComparison.Ordinal)) return "must not have a fragment";
        // On Unix the parser takes a path for a file URI, so the scheme is asked for first.
        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || !Uri.CheckSchemeName(uri[..colon]) || !Uri.TryCreate(uri, UriKind.Absolute, out var parsed)) return "must be an absolute URI such as https://app.example.com";
        // UserInfo does not tell an empty user ("https://@host") from none.
        if (parsed.GetLeftPart(UriPartial.Authority).Contains('@', StringComparison.Ordinal)) return "must not have a user part";
        var scheme = uri[..colon];
        return scheme switch
        {
            "https" => parsed.Host.Length > 0 ? null : "must name a host",
            "http" => IsLoopback(parsed) ? null : "must use https unless the host is loopback",
            _ when scheme.Contains('.', StringComparison.Ordinal) && !scheme.AsSpan().ContainsAnyInRange('A', 'Z') => null,
            _ => "must use https, http on loopback, or a private-use scheme such as com.example.app",
        };
    }

    /// <summary>As <see cref="Problem"/>, for links that are shown to people: web schemes only.</summary>
    public static string? WebProblem(string? uri)
    {
        var problem = Problem(uri);
        if (problem is not null) return problem;
        return uri!.StartsWith("https://", StringComparison.Ordinal) || uri.StartsWith("http://", StringComparison.Ordinal) ? null : "must use https";
    }

    /// <summary>An exact web origin as browsers send it: RFC 6454 §6.2.</summary>
    public static string? OriginProblem(string? origin)
    {
        var problem = WebProblem(origin);
        if (problem is not null) return problem;
        var uri = new Uri(origin!);
        return uri.GetLeftPart(UriPartial.Authority) == origin ? null : "must be scheme, host and port alone, in lower case and without a trailing slash";
    }

    /// <summary>The web origins of registered URIs, as browsers send them; an application that is no web page has none. RFC 6454 §6.2.</summary>
    public static IEnumerable<string> OriginsOf(IReadOnlyList<string> registered) =>
        from uri in registered
        where uri.StartsWith("https://", StringComparison.Ordinal) || uri.StartsWith("http://", StringComparison.Ordinal)
        select new Uri(uri).GetLeftPart(UriPartial.Authority);

    static bool IsLoopback(Uri uri) => uri.Host is "127.0.0.1" or "[::1]" or "localhost";

    static bool DiffersOnlyInLoopbackPort(string registered, string requested)
    {
        foreach (var literal in (ReadOnlySpan<string>)["http://127.0.0.1", "http://[::1]"])
        {
            if (!registered.StartsWith(literal, StringComparison.Ordinal) || !requested.StartsWith(literal, StringComparison.Ordinal)) continue;
            return TrySkipPort(registered.AsSpan(literal.Length), out var left)
                && TrySkipPort(requested.AsSpan(literal.Length), out var right)
                && left.SequenceEqual(right);
        }
        return false;
    }

    static bool TrySkipPort(ReadOnlySpan<char> text, out ReadOnlySpan<char> rest)
    {
        rest = text;
        if (text is not [':', ..]) return text is [] or ['/', ..] or ['?', ..];
        var digits = 1;
        while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
        rest = text[digits..];
        return digits is > 1 and <= 6 && ushort.TryParse(text[1..digits], out var port) && port > 0 && rest is [] or ['/', ..] or ['?', ..];
    }
}
