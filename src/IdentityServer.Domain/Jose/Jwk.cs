using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace IdentityServer.Domain.Jose;

/// <summary>
/// A public key in JSON: RFC 7517 §4, RFC 7518 §6, RFC 8037 §2. Private members are noticed and never kept.
/// </summary>
public sealed class Jwk
{
    /// <summary>Bytes of the largest key that is read.</summary>
    public const int MaxLength = 16 * 1024;

    internal Jwk()
    {
    }

    public required string Kty { get; init; }
    public string? Kid { get; init; }
    public string? Alg { get; init; }
    public string? Use { get; init; }
    public string? Crv { get; init; }

    /// <summary>RSA modulus, canonical base64url, no leading zero byte: RFC 7518 §6.3.1.1.</summary>
    public string? N { get; init; }

    /// <summary>RSA exponent: RFC 7518 §6.3.1.2.</summary>
    public string? E { get; init; }

    /// <summary>A coordinate of exactly the curve's size, or the Ed25519 key: RFC 7518 §6.2.1.2, RFC 8037 §2.</summary>
    public string? X { get; init; }

    /// <summary>The other coordinate: RFC 7518 §6.2.1.3.</summary>
    public string? Y { get; init; }

    /// <summary>Null when the key does not say: RFC 7517 §4.3.</summary>
    public IReadOnlyList<string>? KeyOps { get; init; }

    /// <summary>True when the JSON held a private part; a proof with such a key is refused: RFC 9449 §4.3 step 7.</summary>
    public bool HasPrivateMembers { get; init; }

    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out Jwk? jwk, out JwkProblem problem)
    {
        jwk = null;
        if (json.Length > MaxLength)
        {
            problem = JwkProblem.TooLarge;
            return false;
        }
        if (!StrictJson.TryParseObject(json, out var element, out var duplicate))
        {
            problem = duplicate ? JwkProblem.DuplicateMember : JwkProblem.NotJson;
            return false;
        }
        problem = JwkReading.Read(element, out jwk);
        return jwk is not null;
    }

    /// <summary>The same from an element of any origin: its bytes are read again, as strictly as from the wire.</summary>
    public static bool TryParse(JsonElement element, [NotNullWhen(true)] out Jwk? jwk, out JwkProblem problem)
    {
        if (element.ValueKind == JsonValueKind.Object)
            return TryParse(JsonMarshal.GetRawUtf8Value(element), out jwk, out problem);
        (jwk, problem) = (null, JwkProblem.NotJson);
        return false;
    }

    /// <summary>RFC 7638 in base64url: the name of the key itself, whoever publishes it.</summary>
    public string Thumbprint() => JwkThumbprint.Of(this);

    /// <summary>Writes the public members as one object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("kty"u8, Kty);
        if (Use is not null) writer.WriteString("use"u8, Use);
        if (Kid is not null) writer.WriteString("kid"u8, Kid);
        if (Alg is not null) writer.WriteString("alg"u8, Alg);
        if (Crv is not null) writer.WriteString("crv"u8, Crv);
        if (X is not null) writer.WriteString("x"u8, X);
        if (Y is not null) writer.WriteString("y"u8, Y);
        if (N is not null) writer.WriteString("n"u8, N);
        if (E is not null) writer.WriteString("e"u8, E);
        if (KeyOps is not null)
        {
            writer.WriteStartArray("key_ops"u8);
            foreach (var operation in KeyOps) writer.WriteStringValue(operation);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }
}
