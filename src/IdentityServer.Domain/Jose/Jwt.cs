using System.Text.Json;

namespace IdentityServer.Domain.Jose;

/// <summary>
/// A token that is well formed and not yet believed: only <see cref="JwtVerifier"/> says whether its claims count.
/// RFC 7519 §7.2.
/// </summary>
public sealed class Jwt
{
    readonly byte[] bytes;
    readonly int inputLength;

    internal Jwt(JwsAlgorithm algorithm, string? kid, string? typ, JsonElement header, JsonElement payload, byte[] bytes, int inputLength)
    {
        (Algorithm, Kid, Typ, Header, Payload) = (algorithm, kid, typ, header, payload);
        (this.bytes, this.inputLength) = (bytes, inputLength);
    }

    public JwsAlgorithm Algorithm { get; }

    public string? Kid { get; }

    /// <summary>As it stands in the header: RFC 7515 §4.1.9.</summary>
    public string? Typ { get; }

    /// <summary>The header. Its <c>jwk</c> is for DPoP alone (RFC 9449 §4.2); nothing else in it may name a key: RFC 8725 §3.10.</summary>
    public JsonElement Header { get; }

    /// <summary>The claims, an object without duplicates.</summary>
    public JsonElement Payload { get; }

    /// <summary>What was signed: RFC 7515 §2.</summary>
    public ReadOnlySpan<byte> SigningInput => bytes.AsSpan(0, inputLength);

    public ReadOnlySpan<byte> Signature => bytes.AsSpan(inputLength);
}
