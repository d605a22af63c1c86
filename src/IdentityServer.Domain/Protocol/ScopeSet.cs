namespace IdentityServer.Domain.Protocol;

/// <summary>A small set of scope tokens that remembers the order it was written in: RFC 6749 §3.3.</summary>
public sealed class ScopeSet : IEquatable<ScopeSet>
{
    public const string OpenId = "openid";
    public const string OfflineAccess = "offline_access";

    const int MostTokens = 100;

    public static readonly ScopeSet Empty = new("", []);

    readonly string[] tokens;

    ScopeSet(string text, string[] tokens) => (Text, this.tokens) = (text, tokens);

    /// <summary>The tokens, space-delimited, each once, in the order they came.</summary>
    public string Text { get; }

    public int Count => tokens.Length;

    public IReadOnlyList<string> Tokens => tokens;

    public bool Contains(string token) => Array.IndexOf(tokens, token) >= 0;

    public bool IsSubsetOf(ScopeSet other)
    {
        foreach (var token in tokens)
            if (!other.Contains(token)) return false;
        return true;
    }

    /// <summary>Those of this set that <paramref name="keep"/> accepts.</summary>
    public ScopeSet Where(Func<string, bool> keep) => Array.TrueForAll(tokens, keep.Invoke) ? this : Of(tokens.Where(keep));

    public ScopeSet Union(ScopeSet other) => other.IsSubsetOf(this) ? this : Of(tokens.Concat(other.tokens));

    public static ScopeSet Of(params IEnumerable<string> tokens)
    {
        var distinct = tokens.Distinct(StringComparer.Ordinal).ToArray();
        return distinct.Length == 0 ? Empty : new(string.Join(' ', distinct), distinct);
    }

    /// <summary>False for anything but visible ASCII without <c>"</c> and <c>\</c>: RFC 6749 §3.3. Null and empty are the empty set.</summary>
    public static bool TryParse(string? text, out ScopeSet scope)
    {
        scope = Empty;
        if (string.IsNullOrEmpty(text)) return true;
        if (text.Length > 4096) return false;
        foreach (var c in text)
            if (c is < ' ' or '"' or '\\' or > '~') return false;
        scope = text.Contains(' ', StringComparison.Ordinal)
            ? Of(text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            : new(text, [text]);
        return scope.Count <= MostTokens;
    }

    public bool Equals(ScopeSet? other) => other is not null && other.Count == Count && IsSubsetOf(other);

    public override bool Equals(object? obj) => Equals(obj as ScopeSet);

    public override int GetHashCode()
    {
        var hash = 0;
        foreach (var token in tokens) hash ^= StringComparer.Ordinal.GetHashCode(token);
        return hash;
    }

    public override string ToString() => Text;
}
