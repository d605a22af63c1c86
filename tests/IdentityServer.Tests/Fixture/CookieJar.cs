using System.Globalization;

namespace IdentityServer.Tests.Fixture;

/// <summary>One cookie as the server set it.</summary>
public sealed record JarCookie(string Host, string Path, string Name, string Value, IReadOnlyDictionary<string, string> Flags)
{
    public bool IsSecure => Flags.ContainsKey("secure");

    public bool IsHttpOnly => Flags.ContainsKey("httponly");

    public string? SameSite => Flags.GetValueOrDefault("samesite");
}

/// <summary>
/// RFC 6265 as Chromium applies it on loopback: Secure cookies work over http there, ports are not told apart.
/// SameSite is kept for tests to read, not applied. Cookies for a parent domain are not kept.
/// </summary>
public sealed class CookieJar
{
    readonly Lock gate = new();
    readonly Dictionary<(string Host, string Path, string Name), JarCookie> cookies = [];

    public IReadOnlyList<JarCookie> All
    {
        get
        {
            lock (gate)
                return [.. cookies.Values];
        }
    }

    /// <summary>RFC 6265 §5.3.</summary>
    public void Store(Uri from, string setCookie)
    {
        var parts = setCookie.Split(';', StringSplitOptions.TrimEntries);
        var (name, value) = Pair(parts[0]);
        Dictionary<string, string> flags = new(StringComparer.OrdinalIgnoreCase);
        foreach (var part in parts.Skip(1))
        {
            var (flag, setting) = Pair(part);
            flags[flag] = setting;
        }

        var path = flags.GetValueOrDefault("path") is ['/', ..] given ? given : DefaultPath(from);
        var cookie = new JarCookie(from.Host, path, name, value, flags);
        var trusted = from.Scheme == Uri.UriSchemeHttps || from.IsLoopback;
        if ((cookie.IsSecure && !trusted) || !PrefixIsKept(cookie))
            return;
        lock (gate)
        {
            if (HasEnded(flags))
                cookies.Remove((cookie.Host, path, name));
            else
                cookies[(cookie.Host, path, name)] = cookie;
        }
    }

    /// <summary>The Cookie header for this address, longest path first (RFC 6265 §5.4); empty when there is none.</summary>
    public string Header(Uri to)
    {
        var trusted = to.Scheme == Uri.UriSchemeHttps || to.IsLoopback;
        var sent = All.Where(c => c.Host == to.Host && Matches(c.Path, to.AbsolutePath) && (trusted || !c.IsSecure))
            .OrderByDescending(c => c.Path.Length);
        return string.Join("; ", sent.Select(c => $"{c.Name}={c.Value}"));
    }

    public string? Find(string name) => All.FirstOrDefault(c => c.Name == name)?.Value;

    public void Clear()
    {
        lock (gate)
            cookies.Clear();
    }

    // RFC 6265bis §4.1.3: what a name promises, the flags must keep.
    static bool PrefixIsKept(JarCookie cookie) =>
        !cookie.Name.StartsWith("__Secure-", StringComparison.OrdinalIgnoreCase) && !cookie.Name.StartsWith("__Host-", StringComparison.OrdinalIgnoreCase)
        || (cookie.IsSecure && (!cookie.Name.StartsWith("__Host-", StringComparison.OrdinalIgnoreCase)
            || (cookie.Path == "/" && !cookie.Flags.ContainsKey("domain"))));

    static bool HasEnded(Dictionary<string, string> flags)
    {
        if (flags.TryGetValue("max-age", out var age) && long.TryParse(age, CultureInfo.InvariantCulture, out var seconds))
            return seconds <= 0;
        return flags.TryGetValue("expires", out var date)
            && DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
            && end <= TimeProvider.System.GetUtcNow();
    }

    static bool Matches(string path, string requested) =>
        requested == path || requested.StartsWith(path.EndsWith('/') ? path : path + "/", StringComparison.Ordinal);

    static string DefaultPath(Uri from)
    {
        var end = from.AbsolutePath.LastIndexOf('/');
        return end <= 0 ? "/" : from.AbsolutePath[..end];
    }

    static (string Name, string Value) Pair(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at].TrimEnd(), text[(at + 1)..].TrimStart());
    }
}
