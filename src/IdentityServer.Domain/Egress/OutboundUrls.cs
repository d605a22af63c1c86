using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace IdentityServer.Domain.Egress;

/// <summary>
/// Which URLs that a customer typed are called: https to a public server, and what the operator has listed. RFC 8725bis §3.10,
/// ASVS 15.3.2.
/// </summary>
/// <param name="issuer">Our own address, which nobody makes us call.</param>
public sealed class OutboundUrls(AllowedHosts allowed, string issuer)
{
    public const int MaxLength = 2048;

    readonly string ownHost = new Uri(issuer).IdnHost;

    /// <summary>False with what is wrong, in words that follow the name of a field: "jwksUri must use https".</summary>
    public bool TryRead(string? text, [NotNullWhen(true)] out Uri? url, [NotNullWhen(false)] out string? problem)
    {
        problem = Spelling(text, out url) ?? Meaning(url!);
        if (problem is not null) url = null;
        return problem is null;
    }

    /// <summary>
    /// What is wrong with the text alone, for whoever has no operator's list at hand; null where nothing is. That is no leave
    /// to call: <see cref="TryRead"/> gives it.
    /// </summary>
    public static string? SpellingProblem(string? text) => Spelling(text, out var url) ?? SchemeProblem(url!);

    /// <summary>The operator has excepted it from the rules.</summary>
    public bool IsListed(string host, int port) => allowed.Contains(host, port);

    static string? Spelling(string? text, out Uri? url)
    {
        url = null;
        if (string.IsNullOrEmpty(text)) return "must not be empty";
        if (text.Length > MaxLength) return $"must not be longer than {MaxLength} characters";
        foreach (var c in text)
            if (c is <= ' ' or > '~' or '\\') return "must be visible ASCII without blanks and backslashes; write a name with other letters in its form xn--…";
        // Parsers differ in what they make of the other spellings of a beginning.
        var start = text.IndexOf("://", StringComparison.Ordinal);
        if (start < 1 || !Uri.CheckSchemeName(text[..start]) || text.AsSpan(start + 3) is [] or ['/', ..]) return "must be an absolute URL such as https://idp.example.com/jwks.json";
        if (text.Contains('#', StringComparison.Ordinal)) return "must not have a fragment: nothing after # is sent to a server";
        var authority = text.AsSpan(start + 3);
        if (authority.IndexOfAny('/', '?') is >= 0 and var end) authority = authority[..end];
        if (authority.Contains('@')) return "must not have a user or a password in it";
        if (authority.Contains('%')) return "must not have a % in its host";
        return Uri.TryCreate(text, UriKind.Absolute, out url) && url.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
            ? null
            : "must be an absolute URL such as https://idp.example.com/jwks.json";
    }

    static string? SchemeProblem(Uri url) => url.Scheme is "https" or "http" ? null : "must use https";

    string? Meaning(Uri url)
    {
        if (SchemeProblem(url) is { } scheme) return scheme;
        var host = url.IdnHost;
        if (IsListed(host, url.Port)) return null;
        if (url.Scheme == "http") return "must use https: on the way anybody could put other keys in the place of the true ones";
        if (url.Port is not (443 or 8443)) return "must use port 443 or 8443; another one has to be listed by the operator of this server in Idp:Egress:AllowedHosts";
        if (IPAddress.TryParse(host, out var address))
            return AddressPolicy.MayCall(address) ? null : "must not lead into a private network or to this machine; an exception has to be listed by the operator of this server in Idp:Egress:AllowedHosts";
        if (host.EndsWith('.')) return "must not end its host with a dot";
        if (host == "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal))
            return "must not lead to this machine; an exception has to be listed by the operator of this server in Idp:Egress:AllowedHosts";
        // No top-level domain begins with a digit, and resolvers take such a name for an address of their own reading.
        if (char.IsAsciiDigit(host[host.LastIndexOf('.') + 1])) return "must have a name or an IP address as its host";
        return host == ownHost ? "must not lead back to this server" : null;
    }
}
