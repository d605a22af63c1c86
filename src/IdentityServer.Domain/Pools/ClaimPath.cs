using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Pools;

/// <summary>
/// The way to a claim, such as <c>sub</c> or <c>https://acme.example/claims.user.id</c>: dots descend into objects, and at
/// each level the longest name that is there wins, for names may have dots in them. RFC 7519 §4.2. There is no way back
/// from a name that has won, so a token cannot offer two.
/// </summary>
public sealed class ClaimPath
{
    /// <summary>Characters of the longest.</summary>
    public const int MaxLength = 255;

    /// <summary>As deep as a token may be.</summary>
    public const int MaxDots = 16;

    /// <summary>To <see cref="TokenSource.UsualIdClaim"/>.</summary>
    public static readonly ClaimPath Usual = new(TokenSource.UsualIdClaim);

    readonly byte[] path;

    // Where a name may end: at each dot, and at the end.
    readonly int[] ends;

    ClaimPath(string text)
    {
        path = Encoding.UTF8.GetBytes(text);
        ends = [.. Enumerable.Range(0, path.Length).Where(at => path[at] == '.'), path.Length];
    }

    /// <summary>False for what is no text of 1 to 255 characters, has more than sixteen dots, or two without a name between them.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ClaimPath? path)
    {
        path = text == TokenSource.UsualIdClaim ? Usual : null;
        if (path is not null) return true;
        if (!Ids.IsText(text) || text.AsSpan().Count('.') > MaxDots) return false;
        if (text[0] == '.' || text[^1] == '.' || text.Contains("..", StringComparison.Ordinal)) return false;
        path = new(text);
        return true;
    }

    /// <summary>False where nothing is there, or something that has no members where the way goes on.</summary>
    public bool TryFind(JsonElement claims, out JsonElement value)
    {
        value = claims;
        for (var start = 0; start < path.Length;)
        {
            if (value.ValueKind != JsonValueKind.Object || !TryStep(value, start, out value, out var end)) return false;
            start = end + 1;
        }
        return true;
    }

    bool TryStep(JsonElement claims, int start, out JsonElement value, out int end)
    {
        for (var i = ends.Length - 1; i >= 0 && ends[i] > start; i--)
        {
            end = ends[i];
            if (claims.TryGetProperty(path.AsSpan(start..end), out value)) return true;
        }
        (value, end) = (default, 0);
        return false;
    }
}
