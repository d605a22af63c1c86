using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace IdentityServer.Domain.Jose;

/// <summary>
/// JSON from strangers: one object, valid UTF-8, no member twice, no half of a surrogate pair, at most sixteen deep.
/// What it lets through can be read without another surprise. RFC 7515 §4, RFC 8259 §4, §8.2.
/// </summary>
static class StrictJson
{
    const int MaxDepth = 16;

    static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
    static readonly JsonDocumentOptions Lenient = new() { MaxDepth = MaxDepth };

    public static bool TryParseObject(ReadOnlySpan<byte> utf8, out JsonElement element, out bool duplicate)
    {
        element = default;
        duplicate = false;
        // The parser throws, which is dear; most rubbish does not get that far.
        var trimmed = utf8.Trim(" \t\r\n"u8);
        if (trimmed.Length < 2 || trimmed[0] != '{' || trimmed[^1] != '}') return false;
        if (!Utf8.IsValid(trimmed) || !EscapesArePaired(trimmed)) return false;
        if (TryParse(trimmed, Strict, out element)) return true;
        duplicate = TryParse(trimmed, Lenient, out element);
        element = default;
        return false;
    }

    static bool TryParse(ReadOnlySpan<byte> utf8, JsonDocumentOptions options, out JsonElement element)
    {
        try
        {
            element = JsonElement.Parse(utf8, options);
            return true;
        }
        catch (JsonException)
        {
            element = default;
            return false;
        }
    }

    // JsonElement.GetString throws on a lone surrogate, long after parsing; so it is refused before.
    static bool EscapesArePaired(ReadOnlySpan<byte> json)
    {
        for (int at; (at = json.IndexOf((byte)'\\')) >= 0;)
        {
            json = json[at..];
            if (json.Length < 2) return false;
            if (json[1] != 'u')
            {
                json = json[2..];
                continue;
            }
            if (!TryCodeUnit(json, out var unit) || char.IsLowSurrogate(unit)) return false;
            json = json[6..];
            if (!char.IsHighSurrogate(unit)) continue;
            if (!TryCodeUnit(json, out unit) || !char.IsLowSurrogate(unit)) return false;
            json = json[6..];
        }
        return true;
    }

    static bool TryCodeUnit(ReadOnlySpan<byte> json, out char unit)
    {
        unit = default;
        if (json.Length < 6 || json[0] != '\\' || json[1] != 'u') return false;
        if (!ushort.TryParse(json[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) return false;
        unit = (char)value;
        return true;
    }
}
