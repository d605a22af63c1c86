using System.Buffers;
using System.Globalization;
using System.Text.Json;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Jose;

namespace IdentityServer.Domain.AppUserIdTokens;

/// <summary>What a token says of itself, read as far as it can be and believed in nothing. Neither its signature nor the user is among it.</summary>
static class TokenFacts
{
    const int LongestValue = 256;
    const int MostAudiences = 10;

    // 9999-12-31T23:59:59Z, the last second that a DateTimeOffset can tell.
    const double LastSecond = 253402300799;

    public static void Add(List<TokenFact> facts, string token, DateTimeOffset now)
    {
        facts.Add(new("length", token.Length.ToString(CultureInfo.InvariantCulture)));
        if (token.Length > JwtReader.MaxLength) return;
        var parts = token.Split('.', 3);
        if (TryPart(parts[0], out var header))
            foreach (var name in (string[])["alg", "kid", "typ"]) AddValue(facts, header, name);
        if (parts.Length < 3 || !TryPart(parts[1], out var claims)) return;
        foreach (var name in (string[])["iss", "aud"]) AddValue(facts, claims, name);
        foreach (var name in (string[])["iat", "nbf", "exp"]) AddTime(facts, claims, name, now);
    }

    static bool TryPart(string text, out JsonElement json)
    {
        json = default;
        var bytes = ArrayPool<byte>.Shared.Rent(StrictBase64Url.DecodedLength(text.Length));
        var read = StrictBase64Url.TryDecode(text, bytes, out var length) && StrictJson.TryParseObject(bytes.AsSpan(0, length), out json, out _);
        ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        return read;
    }

    static void AddValue(List<TokenFact> facts, JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value)) return;
        facts.Add(new(name, value.ValueKind == JsonValueKind.Array
            ? string.Join(", ", value.EnumerateArray().Take(MostAudiences).Select(Text))
            : Text(value)));
    }

    static void AddTime(List<TokenFact> facts, JsonElement json, string name, DateTimeOffset now)
    {
        if (!json.TryGetProperty(name, out var value)) return;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds) || seconds is not (>= 0 and <= LastSecond))
        {
            facts.Add(new(name, Text(value)));
            return;
        }
        var time = DateTimeOffset.FromUnixTimeSeconds((long)seconds);
        facts.Add(new(name, Moment(time, now)));
    }

    /// <summary>A time, and how long ago or ahead it is.</summary>
    public static string Moment(DateTimeOffset time, DateTimeOffset now)
    {
        var away = (time - now).Duration();
        var (count, unit) = away.TotalSeconds < 120 ? (away.TotalSeconds, "seconds")
            : away.TotalMinutes < 120 ? (away.TotalMinutes, "minutes")
            : away.TotalHours < 48 ? (away.TotalHours, "hours")
            : (away.TotalDays, "days");
        var distance = ((long)count).ToString(CultureInfo.InvariantCulture) + " " + unit;
        return time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) + (time <= now ? $" ({distance} ago)" : $" (in {distance})");
    }

    static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => AuditText.Of(value.GetString()!, LongestValue),
        JsonValueKind.Object => "(an object)",
        JsonValueKind.Array => "(an array)",
        _ => AuditText.Of(value.GetRawText(), LongestValue),
    };
}
