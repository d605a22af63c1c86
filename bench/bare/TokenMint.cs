using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Bench.Bare;

/// <summary>A token response with one ES256 signature: the least a token endpoint can do. No client is asked who it is.</summary>
internal sealed class TokenMint : IDisposable
{
    private static readonly string Header = Encode("""{"alg":"ES256","typ":"at+jwt","kid":"bare-p256-0000000000000000000000000000000000"}"""u8);
    private readonly TimeProvider clock;
    private readonly ThreadLocal<ECDsa> keys;

    public TokenMint(TimeProvider clock)
    {
        this.clock = clock;
        using var first = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = first.ExportParameters(includePrivateParameters: true);
        keys = new ThreadLocal<ECDsa>(() => ECDsa.Create(key));
    }

    public byte[] Issue()
    {
        var input = Header + "." + Encode(Payload());
        var signature = keys.Value!.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256);
        return Write(json =>
        {
            json.WriteString("access_token"u8, input + "." + Encode(signature));
            json.WriteNumber("expires_in"u8, 3600);
            json.WriteString("token_type"u8, "Bearer"u8);
            json.WriteString("scope"u8, "bench"u8);
        }).ToArray();
    }

    public void Dispose() => keys.Dispose();

    private ReadOnlySpan<byte> Payload()
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return Write(json =>
        {
            json.WriteString("iss"u8, "http://127.0.0.1:5080"u8);
            json.WriteString("sub"u8, "bench-m2m"u8);
            json.WriteString("aud"u8, "https://bench.test"u8);
            json.WriteString("client_id"u8, "bench-m2m"u8);
            json.WriteString("scope"u8, "bench"u8);
            json.WriteNumber("iat"u8, now);
            json.WriteNumber("exp"u8, now + 3600);
            json.WriteString("jti"u8, Encode(RandomNumberGenerator.GetBytes(16)));
        });
    }

    private static ReadOnlySpan<byte> Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
