using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Management;

/// <summary>
/// JSON from programs: one object of UTF-8, no member twice, none that nobody knows, none missing, no NUL and no half of
/// a surrogate pair. What is wrong is told by its name and without its value. A model may say that unknown members are
/// skipped. RFC 8259 §4, §8.
/// </summary>
internal static class StrictBody
{
    public const string MediaType = "application/json";

    const int Largest = 1024 * 1024;
    const int Deepest = 16;

    static readonly JsonDocumentOptions Layout = new() { MaxDepth = Deepest };

    public static async ValueTask<StrictBodyRead> ReadAsync(HttpRequest request, JsonTypeInfo type, CancellationToken ct)
    {
        if (!IsJson(request.ContentType)) return Refused(Reason.MediaTypeWrong);
        if (request.ContentLength > Largest) return Refused(Reason.BodyTooLarge);
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(ct);
            if (read.Buffer.Length > Largest)
            {
                // Every read is ended: who drains the rest of the body would find it still open otherwise.
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return Refused(Reason.BodyTooLarge);
            }
            if (!read.IsCompleted)
            {
                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }
            var utf8 = read.Buffer.ToArray();
            var answer = Parse(utf8, type) with { Digest = HandleDigest.Of(utf8) };
            request.BodyReader.AdvanceTo(read.Buffer.End);
            return answer;
        }
    }

    /// <summary>RFC 8259 §11 defines no parameter; charset is sent by many all the same.</summary>
    static bool IsJson(string? contentType) =>
        contentType is not null && contentType.Split(';')[0].Trim().Equals(MediaType, StringComparison.OrdinalIgnoreCase);

    static StrictBodyRead Parse(ReadOnlySpan<byte> utf8, JsonTypeInfo type)
    {
        if (!Utf8.IsValid(utf8)) return Refused(Reason.JsonMalformed);
        try
        {
            var root = JsonElement.Parse(utf8, Layout);
            if (root.ValueKind != JsonValueKind.Object || !IsStorable(root)) return Refused(Reason.JsonMalformed);
            if (Flaw(root, type, "") is { } flaw) return new(null, flaw);
            return new(root.Deserialize(type), null);
        }
        catch (JsonException wrong)
        {
            // With a path it has been JSON, and a value of it is not what it has to be.
            return wrong.Path is { } path ? Refused(Reason.JsonMemberMalformed, path.TrimStart('$', '.')) : Refused(Reason.JsonMalformed);
        }
    }

    /// <summary>Text that every database can hold. JsonElement throws at half a pair, and an escape can make one.</summary>
    static bool IsStorable(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.Object => element.EnumerateObject().All(member => !member.Name.Contains('\0', StringComparison.Ordinal) && IsStorable(member.Value)),
                JsonValueKind.Array => element.EnumerateArray().All(IsStorable),
                JsonValueKind.String => element.GetString()?.Contains('\0', StringComparison.Ordinal) is not true,
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Members twice, unknown or missing, at any depth, where the type says which there are.</summary>
    static Problem? Flaw(JsonElement element, JsonTypeInfo type, string path)
    {
        if (element.ValueKind == JsonValueKind.Array && type is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } itemType })
        {
            var item = type.Options.GetTypeInfo(itemType);
            return element.EnumerateArray().Select((one, i) => Flaw(one, item, $"{path}[{i}]")).FirstOrDefault(flaw => flaw is not null);
        }
        if (element.ValueKind != JsonValueKind.Object) return null;
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var name = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (!seen.Add(member.Name)) return new(Reason.JsonMemberRepeated, name);
            if (type.Kind != JsonTypeInfoKind.Object) continue;
            if (type.Properties.FirstOrDefault(property => property.Name == member.Name) is not { } known)
            {
                // What a hosted service takes and we do not know is not in the way of its callers.
                if (type.UnmappedMemberHandling == JsonUnmappedMemberHandling.Skip) continue;
                return new(Reason.JsonMemberUnknown, name);
            }
            if (Flaw(member.Value, type.Options.GetTypeInfo(known.PropertyType), name) is { } flaw) return flaw;
        }
        var missing = type.Kind == JsonTypeInfoKind.Object ? type.Properties.FirstOrDefault(property => property.IsRequired && !seen.Contains(property.Name)) : null;
        return missing is null ? null : new(Reason.JsonMemberMalformed, path.Length == 0 ? missing.Name : $"{path}.{missing.Name}");
    }

    static StrictBodyRead Refused(Reason reason, string? member = null) => new(null, new(reason, member is { Length: > 0 } ? member : null));
}

/// <summary>What came of a body.</summary>
internal sealed record StrictBodyRead(object? Value, Problem? Problem)
{
    /// <summary>Of its bytes, where they have all been read.</summary>
    public HandleDigest Digest { get; init; }
}
