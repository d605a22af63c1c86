using IdentityServer.Domain.Jose;

namespace IdentityServer.Domain.RemoteKeys;

/// <summary>
/// From bytes to keys that something can be verified with: RFC 7517 §5. Of the media type it is only asked whether it is a page's,
/// for half of the world serves its keys as text or as octets: RFC 7517 §8.5 is not insisted on.
/// </summary>
public static class JwksDocument
{
    /// <param name="mediaType">Null for a set that somebody typed.</param>
    public static JwksAnswer Read(ReadOnlyMemory<byte> json, string? mediaType = null)
    {
        if (IsPage(json.Span, mediaType)) return JwksAnswer.Failed(JwksProblem.HtmlPage);
        if (!JwkSet.TryParse(json.Span, out var set, out var problem)) return JwksAnswer.Failed(Of(problem));
        if (set.HoldsPrivatePart) return JwksAnswer.Failed(JwksProblem.PrivateKeyInside);
        if (set.IsEmpty) return JwksAnswer.Failed(JwksProblem.Empty);
        foreach (var key in set.Keys)
            if (IsUsable(key)) return JwksAnswer.Of(set, json);
        return JwksAnswer.Failed(JwksProblem.NoUsableKey);
    }

    static bool IsPage(ReadOnlySpan<byte> text, string? mediaType) =>
        text.TrimStart(" \t\r\n"u8) is [(byte)'<', ..] || string.Equals(mediaType, "text/html", StringComparison.OrdinalIgnoreCase);

    static JwksProblem Of(JwkProblem problem) => problem switch
    {
        JwkProblem.TooLarge => JwksProblem.TooLarge,
        JwkProblem.KeysMissing => JwksProblem.NoKeysMember,
        JwkProblem.TooManyKeys => JwksProblem.TooManyKeys,
        _ => JwksProblem.NotJson,
    };

    static bool IsUsable(Jwk key)
    {
        foreach (var algorithm in JwsAlgorithm.All)
        {
            if (!VerificationKey.TryCreate(key, algorithm, out var made, out _)) continue;
            made.Dispose();
            return true;
        }
        return false;
    }
}
