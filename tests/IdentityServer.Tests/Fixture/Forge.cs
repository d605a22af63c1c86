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

    static string Claims(string token, Action<JsonObject> edit)
    {
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!.AsObject();
        edit(claims);
        return claims.ToJsonString();
    }

    static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
