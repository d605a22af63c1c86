using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.TrustedIssuers;

/// <summary>
/// How a user's id is made of the claims of a token: fixed text with <c>{path}</c> where a claim goes (<see cref="ClaimPath"/>),
/// such as <c>{sub}</c> or <c>{team}|{claims.user}</c>. RFC 7519 §4.2. A claim is a string, or a whole number; a number and a
/// string of the same digits are the same value.
/// </summary>
/// <remarks>
/// Two different tuples of values never make one id. Read from the left, each value that another follows ends at the first
/// character of the text behind it, for within the value that character, and <c>%</c>, are written <c>%XX</c>, and fixed text has
/// no <c>%</c>; the last value is what then remains without the fixed text at the end, so nothing of it is escaped.
/// </remarks>
public sealed class UserIdExpression
{
    /// <summary>Characters of the longest.</summary>
    public const int MaxLength = 128;

    /// <summary>The largest whole number that every JSON library reads alike: RFC 8259 §6.</summary>
    const long Largest = (1L << 53) - 1;

    readonly string before;
    readonly Piece[] pieces;

    UserIdExpression(string text, string before, Piece[] pieces) => (Text, this.before, this.pieces) = (text, before, pieces);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    public override string ToString() => Text;

    /// <summary>False with what is wrong, in words that follow the name of a field.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out UserIdExpression? expression, out string problem)
    {
        expression = null;
        problem = Problem(text);
        if (problem != "") return false;
        var at = text!.IndexOf('{', StringComparison.Ordinal);
        var before = text[..at];
        List<Piece> pieces = [];
        while (at < text.Length)
        {
            var end = text.IndexOf('}', at);
            if (!ClaimPath.TryParse(text[(at + 1)..end], out var path))
            {
                problem = "must have between { and } the name of a claim, or names with single dots between them";
                return false;
            }
            var next = text.IndexOf('{', end);
            if (next == end + 1)
            {
                problem = "must have text between two claims: without it nobody could tell where one ends";
                return false;
            }
            if (next < 0) next = text.Length;
            pieces.Add(new(text[(at + 1)..end], path, text[(end + 1)..next]));
            at = next;
        }
        expression = new(text, before, [.. pieces]);
        return true;
    }

    /// <summary>False with a sentence that names the claim and never says what is in it.</summary>
    public bool TryEvaluate(JsonElement claims, out string userId, out string problem)
    {
        userId = problem = "";
        var id = new StringBuilder(before);
        for (var i = 0; i < pieces.Length; i++)
        {
            var piece = pieces[i];
            if (!piece.Path.TryFind(claims, out var claim))
            {
                problem = $"The claim {piece.Name} is not there.";
                return false;
            }
            if (Value(claim) is not { } value)
            {
                problem = $"The claim {piece.Name} is {KindOf(claim)}, and a user id is made of strings that are not empty and of whole numbers.";
                return false;
            }
            Append(id, value, i + 1 < pieces.Length ? piece.After[0] : null);
            id.Append(piece.After);
        }
        userId = id.ToString();
        if (Ids.IsWellFormed(userId)) return true;
        userId = "";
        problem = $"What {Text} makes of the claims has more than 255 characters, or others than visible ASCII.";
        return false;
    }

    /// <summary>Empty where braces and text are right.</summary>
    static string Problem(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "must not be empty: {sub} is usual";
        if (text.Length > MaxLength) return $"must have at most {MaxLength} characters";
        var inside = false;
        var has = false;
        foreach (var c in text)
        {
            if (c is <= ' ' or > '~') return "must be visible ASCII without blanks";
            if (c == (inside ? '{' : '}')) return "must have a } behind each { and before the next one";
            if (c == '%' && !inside) return "must not have % outside of braces: it marks what is escaped";
            if (c is not ('{' or '}')) continue;
            inside = !inside;
            has = true;
        }
        if (inside) return "must have a } behind each { and before the next one";
        return has ? "" : "must have the name of a claim in braces, such as {sub}";
    }

    /// <summary>Null for what makes no id.</summary>
    static string? Value(JsonElement claim)
    {
        if (claim.ValueKind == JsonValueKind.String) return claim.GetString() is { Length: > 0 } text ? text : null;
        if (claim.ValueKind != JsonValueKind.Number || !claim.TryGetInt64(out var number) || number is < -Largest or > Largest) return null;
        // One spelling: -0 and 1e3 are numbers that others may write differently.
        var canonical = number.ToString(CultureInfo.InvariantCulture);
        return claim.GetRawText() == canonical ? canonical : null;
    }

    static string KindOf(JsonElement claim) => claim.ValueKind switch
    {
        JsonValueKind.String => "empty",
        JsonValueKind.Number => "a number with a fraction or an exponent, or beyond 2^53",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        _ => "null",
    };

    static void Append(StringBuilder id, string value, char? end)
    {
        if (end is null)
        {
            id.Append(value);
            return;
        }
        foreach (var c in value)
        {
            if (c == '%' || c == end) id.Append('%').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
            else id.Append(c);
        }
    }

    /// <param name="Name">The path, as it was written.</param>
    /// <param name="After">The text up to the next one, or to the end.</param>
    sealed record Piece(string Name, ClaimPath Path, string After);
}
