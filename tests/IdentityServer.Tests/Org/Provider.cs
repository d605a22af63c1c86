using System.Text;
using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Tests.Org;

/// <summary>Somebody's provider that signs whatever it is told to, well or badly.</summary>
public sealed class Provider(DateTimeOffset now)
{
    public SigningCredential Rsa { get; } = SigningCredential.Generate(JwsAlgorithm.RS256);

    public SigningCredential Ec { get; } = SigningCredential.Generate(JwsAlgorithm.ES256);

    public long Second { get; } = now.ToUnixTimeSeconds();

    public string Jwks => Set(Rsa.PublicJwk, Ec.PublicJwk);

    public static string Set(params Jwk[] keys)
    {
        using var buffer = new PooledBuffer();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("keys");
            foreach (var key in keys) key.WriteTo(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.Written);
    }

    /// <summary>The claims of a good token, and further members.</summary>
    public string Claims(string more = "", string sub = "\"user-of-the-token\"") =>
        $$"""{"sub":{{sub}},"iat":{{Second}},"exp":{{Second + 3600}}{{(more.Length == 0 ? "" : "," + more)}}}""";

    public string Signed(string? claims = null, SigningCredential? key = null, string typ = "JWT") => JwtWriter.Write(key ?? Rsa, typ, Encoding.UTF8.GetBytes(claims ?? Claims()));

    /// <summary>Truly signed, under a header as it is given.</summary>
    public string Headed(string header, string? claims = null, SigningCredential? key = null)
    {
        var input = Part(header) + "." + Part(claims ?? Claims());
        var signature = new byte[SigningCredential.MaxSignatureSize];
        if (!(key ?? Rsa).TrySign(Encoding.ASCII.GetBytes(input), signature, out var length)) throw new InvalidOperationException("Not signed.");
        return input + "." + StrictBase64Url.Encode(signature.AsSpan(0, length));
    }

    public static string Part(string json) => StrictBase64Url.Encode(Encoding.UTF8.GetBytes(json));
}
