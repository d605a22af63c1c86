using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Jose;

/// <summary>
/// A private key with its name and its one algorithm (RFC 8725 §3.1), ready to sign from any thread. RFC 7515 §5.1.
/// </summary>
public sealed class SigningCredential : IDisposable
{
    /// <summary>Bytes of the longest signature: RSA of 8192 bits.</summary>
    public const int MaxSignatureSize = RsaKey.MaxBits / 8;

    const int MaxCachedHeaders = 32;

    static readonly JsonWriterOptions HeaderOptions = new()
    {
        // A header is never put into HTML, and "at+jwt" should read so.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    readonly byte[] pkcs8;
    readonly KeyPool pool;
    CachedHeader[] headers = [];

    SigningCredential(JwsAlgorithm algorithm, byte[] pkcs8, string? kid)
    {
        Algorithm = algorithm;
        this.pkcs8 = pkcs8;
        PublicJwk = PrivateKey.Describe(algorithm, pkcs8, kid);
        Kid = PublicJwk.Kid ?? "";
        SignatureSize = algorithm.KeyType == "RSA" && PublicJwk.N is { } n
            ? StrictBase64Url.DecodedLength(n.Length)
            : 2 * algorithm.CoordinateSize;
        pool = new(() => PrivateKey.Open(algorithm, pkcs8));
        pool.Return(pool.Rent());
    }

    public string Kid { get; }

    public JwsAlgorithm Algorithm { get; }

    /// <summary>The public half as it is published, with <c>kid</c>, <c>alg</c> and <c>use</c>.</summary>
    public Jwk PublicJwk { get; }

    /// <summary>Bytes of every signature of this key.</summary>
    public int SignatureSize { get; }

    /// <summary>A new key; it is named by its thumbprint (RFC 7638), so that no two keys ever share a name.</summary>
    public static SigningCredential Generate(JwsAlgorithm alg)
    {
        ArgumentNullException.ThrowIfNull(alg);
        return new(alg, PrivateKey.Generate(alg), null);
    }

    /// <summary>A stored key. Throws <see cref="CryptographicException"/> when the bytes are not a key of the algorithm.</summary>
    public static SigningCredential FromPkcs8(string kid, JwsAlgorithm alg, ReadOnlySpan<byte> pkcs8)
    {
        ArgumentException.ThrowIfNullOrEmpty(kid);
        ArgumentNullException.ThrowIfNull(alg);
        return new(alg, pkcs8.ToArray(), kid);
    }

    /// <summary>The private key; whoever asks protects it before it touches a disk.</summary>
    public byte[] ExportPkcs8()
    {
        ObjectDisposedException.ThrowIf(pkcs8[0] == 0, this);
        return [.. pkcs8];
    }

    /// <summary>False only when the destination is shorter than <see cref="SignatureSize"/>.</summary>
    public bool TrySign(ReadOnlySpan<byte> data, Span<byte> signature, out int written)
    {
        var key = pool.Rent();
        var signed = key.TrySign(data, signature, out written);
        pool.Return(key);
        return signed;
    }

    /// <summary>The protected header of this key for one <c>typ</c>, in base64url, encoded once: RFC 7515 §4.1.</summary>
    public ReadOnlySpan<byte> EncodedHeader(string typ)
    {
        foreach (var header in headers)
            if (string.Equals(header.Typ, typ, StringComparison.Ordinal)) return header.Encoded;
        return Remember(typ);
    }

    public void Dispose()
    {
        pool.Close();
        // The first byte of any PKCS#8 is 0x30; a zero tells that the key is gone.
        CryptographicOperations.ZeroMemory(pkcs8);
    }

    byte[] Remember(string typ)
    {
        var encoded = Encode(typ);
        var seen = headers;
        // Losing a race only means that one header is encoded once more.
        if (seen.Length < MaxCachedHeaders) Interlocked.CompareExchange(ref headers, [.. seen, new(typ, encoded)], seen);
        return encoded;
    }

    byte[] Encode(string typ)
    {
        using var json = new PooledBuffer(256);
        using (var writer = new Utf8JsonWriter(json, HeaderOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("alg"u8, Algorithm.Name);
            writer.WriteString("kid"u8, Kid);
            writer.WriteString("typ"u8, typ);
            writer.WriteEndObject();
        }
        var encoded = new byte[StrictBase64Url.EncodedLength(json.Length)];
        StrictBase64Url.Encode(json.Written, encoded);
        return encoded;
    }

    sealed record CachedHeader(string Typ, byte[] Encoded);
}
