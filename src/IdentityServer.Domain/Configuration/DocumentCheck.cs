using System.Text.Json;
using System.Text.Unicode;

namespace IdentityServer.Domain.Configuration;

/// <summary>The file as JSON: RFC 8259, no member twice, every string real Unicode; comments and trailing commas may stand.</summary>
static class DocumentCheck
{
    static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 32,
    };

    // Only to find out where the duplicates are.
    static readonly JsonDocumentOptions WithDuplicates = Strict with { AllowDuplicateProperties = true };

    /// <summary>False with the problems added.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, ProblemList problems, out JsonElement root)
    {
        root = default;
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        if (!Utf8.IsValid(utf8))
        {
            problems.Add("", "is not UTF-8: save the file as UTF-8");
            return false;
        }
        if (!TryParse(utf8, WithDuplicates, out root, out var where))
        {
            // The parser's own words may quote the file, and the file has secrets.
            problems.Add("", $"is not JSON: look at line {where.Line}, column {where.Column}");
            return false;
        }
        Walk(root, "", problems);
        if (problems.All.Count == 0 && !TryParse(utf8, Strict, out root, out _)) problems.Add("", "has a member twice in one object");
        if (problems.All.Count == 0 && root.ValueKind != JsonValueKind.Object) problems.Add("", "must be a JSON object");
        return problems.All.Count == 0;
    }

    static bool TryParse(ReadOnlySpan<byte> utf8, JsonDocumentOptions options, out JsonElement root, out (long Line, long Column) where)
    {
        (root, where) = (default, default);
        try
        {
            root = JsonElement.Parse(utf8, options);
            return true;
        }
        catch (JsonException problem)
        {
            where = ((problem.LineNumber ?? 0) + 1, (problem.BytePositionInLine ?? 0) + 1);
            return false;
        }
    }

    static void Walk(JsonElement element, string path, ProblemList problems)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                HashSet<string> seen = new(StringComparer.Ordinal);
                foreach (var member in element.EnumerateObject())
                {
                    if (!TryRead(() => member.Name, out var name))
                    {
                        problems.Add(path, "has a member whose name has half a surrogate pair");
                        continue;
                    }
                    var place = ProblemList.Join(path, name);
                    if (!seen.Add(name)) problems.Add(place, "stands twice in the same object: remove one");
                    Walk(member.Value, place, problems);
                }
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray()) Walk(item, $"{path}[{index++}]", problems);
                break;
            case JsonValueKind.String when !TryRead(element.GetString, out var text) || text.Contains('\0', StringComparison.Ordinal):
                problems.Add(path, "must be text without NUL and without half a surrogate pair");
                break;
        }
    }

    /// <summary>A lone surrogate escape is found only when the string is made, and then it throws.</summary>
    static bool TryRead(Func<string?> read, out string text)
    {
        try
        {
            text = read() ?? "";
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }
}
