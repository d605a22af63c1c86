using System.Text.Json;

namespace IdentityServer.Domain.Jose;

/// <summary>From a strictly parsed object to a <see cref="Jwk"/>, or the reason why not. RFC 7517 §4, RFC 7518 §6.</summary>
static class JwkReading
{
    const int MaxNameLength = 256;
    const int MaxOperations = 16;

    public static JwkProblem Read(JsonElement element, out Jwk? jwk)
    {
        jwk = null;
        if (!element.TryGetProperty("kty"u8, out var type)) return JwkProblem.KeyTypeMissing;
        if (type.ValueKind != JsonValueKind.String) return JwkProblem.MemberMalformed;
        if (type.ValueEquals("oct"u8)) return JwkProblem.KeyTypeSymmetric;
        if (!TryName(element, "kid"u8, out var kid) || !TryName(element, "alg"u8, out var alg) ||
            !TryName(element, "use"u8, out var use) || !TryName(element, "crv"u8, out var curve) ||
            !TryOperations(element, out var operations)) return JwkProblem.MemberMalformed;

        string? n = null, e = null, x = null, y = null;
        var kty = "";
        JwkProblem problem;
        if (type.ValueEquals("RSA"u8))
        {
            (kty, curve) = ("RSA", null);
            problem = Number(element, "n"u8, out n);
            if (problem == JwkProblem.None) problem = Number(element, "e"u8, out e);
        }
        else if (type.ValueEquals("EC"u8))
        {
            kty = "EC";
            var size = curve switch { "P-256" => 32, "P-384" => 48, "P-521" => 66, _ => 0 };
            if (size == 0) return curve is null ? JwkProblem.MemberMissing : JwkProblem.CurveUnknown;
            problem = Octets(element, "x"u8, size, out x);
            if (problem == JwkProblem.None) problem = Octets(element, "y"u8, size, out y);
        }
        else if (type.ValueEquals("OKP"u8))
        {
            kty = "OKP";
            if (curve != "Ed25519") return curve is null ? JwkProblem.MemberMissing : JwkProblem.CurveUnknown;
            problem = Octets(element, "x"u8, 32, out x);
        }
        else return JwkProblem.KeyTypeUnknown;
        if (problem != JwkProblem.None) return problem;

        jwk = new Jwk
        {
            Kty = kty, Kid = kid, Alg = alg, Use = use, Crv = curve, N = n, E = e, X = x, Y = y,
            KeyOps = operations, HasPrivateMembers = HoldsPrivatePart(element),
        };
        return JwkProblem.None;
    }

    /// <summary>RFC 7518 §6.2.2, §6.3.2, §6.4.1; RFC 8037 §2.</summary>
    public static bool HoldsPrivatePart(JsonElement element) =>
        element.TryGetProperty("d"u8, out _) || element.TryGetProperty("p"u8, out _) ||
        element.TryGetProperty("q"u8, out _) || element.TryGetProperty("dp"u8, out _) ||
        element.TryGetProperty("dq"u8, out _) || element.TryGetProperty("qi"u8, out _) ||
        element.TryGetProperty("oth"u8, out _) || element.TryGetProperty("k"u8, out _);

    static bool TryName(JsonElement element, ReadOnlySpan<byte> member, out string? name)
    {
        name = null;
        if (!element.TryGetProperty(member, out var value)) return true;
        if (value.ValueKind != JsonValueKind.String) return false;
        name = value.GetString();
        return name is { Length: <= MaxNameLength };
    }

    static bool TryOperations(JsonElement element, out string[]? operations)
    {
        operations = null;
        if (!element.TryGetProperty("key_ops"u8, out var value)) return true;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MaxOperations) return false;
        operations = new string[value.GetArrayLength()];
        var count = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || item.GetString() is not { } operation) return false;
            operations[count++] = operation;
        }
        return true;
    }

    static JwkProblem Octets(JsonElement element, ReadOnlySpan<byte> member, int size, out string? text)
    {
        var problem = Text(element, member, out text);
        if (problem != JwkProblem.None) return problem;
        return text is not null && StrictBase64Url.EncodedLength(size) == text.Length
            ? JwkProblem.None : JwkProblem.MemberMalformed;
    }

    // Base64urlUInt of RFC 7518 §2: as few bytes as possible; a second spelling would have a second thumbprint.
    static JwkProblem Number(JsonElement element, ReadOnlySpan<byte> member, out string? text)
    {
        var problem = Text(element, member, out text);
        if (problem != JwkProblem.None) return problem;
        return text is null or "" || (text[0] == 'A' && (text.Length < 2 || text[1] is >= 'A' and <= 'P'))
            ? JwkProblem.MemberMalformed : JwkProblem.None;
    }

    static JwkProblem Text(JsonElement element, ReadOnlySpan<byte> member, out string? text)
    {
        text = null;
        if (!element.TryGetProperty(member, out var value)) return JwkProblem.MemberMissing;
        if (value.ValueKind != JsonValueKind.String) return JwkProblem.MemberMalformed;
        text = value.GetString();
        return StrictBase64Url.IsWellFormed(text) ? JwkProblem.None : JwkProblem.MemberMalformed;
    }
}
