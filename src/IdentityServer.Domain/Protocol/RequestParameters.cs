namespace IdentityServer.Domain.Protocol;

/// <summary>
/// The parameters of one request, read once. A parameter without a value counts as absent; one that comes twice
/// is kept in mind, because it must be refused: RFC 6749 §3.1, §3.2.
/// </summary>
public sealed class RequestParameters
{
    readonly List<KeyValuePair<string, string>> pairs;

    public RequestParameters(int capacity = 12) => pairs = new(capacity);

    public RequestParameters(IEnumerable<KeyValuePair<string, string>> source) : this()
    {
        foreach (var (name, value) in source) Add(name, value);
    }

    /// <summary>The value, or null where there is none. For a repeated parameter the first; its request is refused anyway.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var pair in pairs)
                if (pair.Key == name) return pair.Value;
            return null;
        }
    }

    /// <summary>The name of the first parameter that came more than once; <c>resource</c> and <c>audience</c> may (RFC 8707 §2, RFC 8693 §2.1).</summary>
    public string? Repeated { get; private set; }

    /// <summary>Whether this parameter came more than once.</summary>
    public bool IsRepeated(string name)
    {
        var seen = 0;
        foreach (var pair in pairs)
            if (pair.Key == name) seen++;
        return seen > 1;
    }

    public IReadOnlyList<KeyValuePair<string, string>> Pairs => pairs;

    /// <summary>All values of a parameter that may be repeated.</summary>
    public IReadOnlyList<string> All(string name)
    {
        List<string>? values = null;
        foreach (var pair in pairs)
            if (pair.Key == name) (values ??= []).Add(pair.Value);
        return values ?? (IReadOnlyList<string>)[];
    }

    /// <summary>The others, and the value of this one, where it came once; a repeated one stays, for its request is to be refused.</summary>
    public RequestParameters Without(string name, out string? value)
    {
        value = null;
        if (IsRepeated(name) || (value = this[name]) is null) return this;
        return new(pairs.Where(pair => pair.Key != name));
    }

    public void Add(string name, string value)
    {
        // RFC 6749 §3.1: parameters sent without a value are treated as if omitted.
        if (value.Length == 0) return;
        if (Repeated is null && name is not (Params.Resource or Params.Audience) && this[name] is not null) Repeated = name;
        pairs.Add(new(name, value));
    }
}
