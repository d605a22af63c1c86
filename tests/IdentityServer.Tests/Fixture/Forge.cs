using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Tests.Fixture;

/// <summary>Tokens that are almost right.</summary>
public static class Forge
{
    /// <summary>The same claims under <c>alg: none</c>, without a signature.</summary>
    public static string Unsigned(string token) =>
        $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{token.Split('.')[1]}.";

    /// <summary>The same header and claims under somebody else's RSA key.</summary>
    public static string SignedByStranger(string token)
    {
        using var key = RSA.Create(2048);
        var signed = token[..token.LastIndexOf('.')];
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <summary>Other claims under the old signature.</summary>
    public static string Edited(string token, Action<JsonObject> edit)
    {
        var parts = token.Split('.');
        return $"{parts[0]}.{Encode(Claims(token, edit))}.{parts[2]}";
    }

    /// <summary>Other claims, truly signed by the server's own key: what only the checks of the claims can refuse.</summary>
    public static string Resigned(IdpApp app, string token, Action<JsonObject> edit, string typ = "JWT") =>
        JwtWriter.Write(app.Service<IKeyRings>().Find(PoolId.Default)!.Signer("RS256", app.Clock.Now)!, typ, Encoding.UTF8.GetBytes(Claims(token, edit)));

    /// <summary>Truly signed, claims and header as they are given: duplicates, nonsense, anything.</summary>
    /// <param name="header">By default the key's own.</param>
    public static string Signed(SigningCredential key, string claims, string? header = null)
    {
        var input = $"{Encode(header ?? $$"""{"alg":"{{key.Algorithm.Name}}","kid":"{{key.Kid}}","typ":"JWT"}""")}.{Encode(claims)}";
        var signature = new byte[SigningCredential.MaxSignatureSize];
        if (!key.TrySign(Encoding.ASCII.GetBytes(input), signature, out var length)) throw new InvalidOperationException("Not signed.");
        return $"{input}.{Base64Url.EncodeToString(signature.AsSpan(0, length))}";
    }

    /// <summary>HS256 with whatever for a secret: RFC 8725 §2.1.</summary>
    public static string Maced(ReadOnlySpan<byte> secret, string claims, string header)
    {
        var input = $"{Encode(header)}.{Encode(claims)}";
        return $"{input}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(input)))}";
    }

    /// <summary>With a third part of the test's own, or none.</summary>
    public static string Claimed(string claims, string header, ReadOnlySpan<byte> signature) => $"{Encode(header)}.{Encode(claims)}.{Base64Url.EncodeToString(signature)}";

    public static string JwkSet(params ReadOnlySpan<Jwk> keys)
    {
        List<string> all = [];
        foreach (var key in keys) all.Add(JwkText(key));
        return $$"""{"keys":[{{string.Join(',', all)}}]}""";
    }

    public static string JwkText(Jwk key)
    {
        using var buffer = new PooledBuffer();
        using (var json = new System.Text.Json.Utf8JsonWriter(buffer)) key.WriteTo(json);
        return Encoding.UTF8.GetString(buffer.Written);
    }

    static string Claims(string token, Action<JsonObject> edit)
    {
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!.AsObject();
        edit(claims);
        return claims.ToJsonString();
    }

    static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
