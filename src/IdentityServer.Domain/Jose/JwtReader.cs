using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace IdentityServer.Domain.Jose;

/// <summary>
/// Takes a compact token apart, strictly and without believing it: RFC 7515 §5.2 steps 1 to 7, RFC 7519 §7.2.
/// No address in a header is ever followed: RFC 8725 §3.10.
/// </summary>
public static class JwtReader
{
    /// <summary>Characters of the longest token that is looked at.</summary>
    public const int MaxLength = 16 * 1024;

    const int MaxNameLength = 256;

    public static bool TryRead(ReadOnlySpan<char> token, [NotNullWhen(true)] out Jwt? jwt, out JwtProblem problem)
    {
        jwt = null;
        problem = Split(token, out var header, out var payload, out var signature);
        if (problem != JwtProblem.None) return false;
        var decoded = ArrayPool<byte>.Shared.Rent(StrictBase64Url.DecodedLength(Math.Max(header.Length, payload.Length)));
        problem = Object(header, decoded, out var headerJson);
        JwsAlgorithm? algorithm = null;
        string? kid = null, typ = null;
        if (problem == JwtProblem.None) problem = Header(headerJson, out algorithm, out kid, out typ);
        JsonElement claims = default;
        if (problem == JwtProblem.None) problem = Object(payload, decoded, out claims);
        ArrayPool<byte>.Shared.Return(decoded, clearArray: true);
        if (problem != JwtProblem.None || algorithm is null) return false;

        // Signing input and signature share one array: both live exactly as long as the token.
        var inputLength = header.Length + 1 + payload.Length;
        var bytes = new byte[inputLength + StrictBase64Url.DecodedLength(signature.Length)];
        if (signature.IsEmpty) problem = JwtProblem.SignatureMissing;
        else if (!StrictBase64Url.TryDecode(signature, bytes.AsSpan(inputLength), out _)) problem = JwtProblem.NotBase64Url;
        else
        {
            Encoding.ASCII.GetBytes(token[..inputLength], bytes);
            jwt = new(algorithm, kid, typ, headerJson, claims, bytes, inputLength);
        }
        return jwt is not null;
    }

    // Length first: counting the dots of a megabyte is already work. CVE-2025-30204.
    static JwtProblem Split(ReadOnlySpan<char> token, out ReadOnlySpan<char> header, out ReadOnlySpan<char> payload, out ReadOnlySpan<char> signature)
    {
        header = payload = signature = default;
        if (token.Length > MaxLength) return JwtProblem.TooLarge;
        var first = token.IndexOf('.');
        if (first < 0) return JwtProblem.NotThreeParts;
        var rest = token[(first + 1)..];
        var second = rest.IndexOf('.');
        if (second < 0) return JwtProblem.NotThreeParts;
        header = token[..first];
        payload = rest[..second];
        signature = rest[(second + 1)..];
        return signature.Count('.') switch
        {
            0 => JwtProblem.None,
            2 => JwtProblem.Encrypted,
            _ => JwtProblem.NotThreeParts,
        };
    }

    static JwtProblem Object(ReadOnlySpan<char> part, Span<byte> buffer, out JsonElement element)
    {
        element = default;
        if (!StrictBase64Url.TryDecode(part, buffer, out var length)) return JwtProblem.NotBase64Url;
        if (StrictJson.TryParseObject(buffer[..length], out element, out var duplicate)) return JwtProblem.None;
        return duplicate ? JwtProblem.DuplicateMember : JwtProblem.NotJson;
    }

    static JwtProblem Header(JsonElement header, out JwsAlgorithm? algorithm, out string? kid, out string? typ)
    {
        algorithm = null;
        kid = typ = null;
        if (!header.TryGetProperty("alg"u8, out var alg)) return JwtProblem.AlgorithmMissing;
        if (alg.ValueKind != JsonValueKind.String || alg.GetString() is not { } name) return JwtProblem.AlgorithmMalformed;
        if (!JwsAlgorithm.TryGet(name, out algorithm))
        {
            if (name.Equals("none", StringComparison.OrdinalIgnoreCase)) return JwtProblem.AlgorithmNone;
            return name.StartsWith("HS", StringComparison.OrdinalIgnoreCase) ? JwtProblem.AlgorithmSymmetric : JwtProblem.AlgorithmUnknown;
        }
        if (header.TryGetProperty("crit"u8, out _)) return JwtProblem.CriticalHeader;
        if (header.TryGetProperty("b64"u8, out _)) return JwtProblem.UnencodedPayload;
        if (!TryName(header, "kid"u8, out kid)) return JwtProblem.KidMalformed;
        return TryName(header, "typ"u8, out typ) ? JwtProblem.None : JwtProblem.TypMalformed;
    }

    static bool TryName(JsonElement header, ReadOnlySpan<byte> member, out string? name)
    {
        name = null;
        if (!header.TryGetProperty(member, out var value)) return true;
        if (value.ValueKind != JsonValueKind.String) return false;
        name = value.GetString();
        return name is { Length: <= MaxNameLength };
    }
}
