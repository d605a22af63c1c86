using System.Text;
using IdentityServer.Domain.Jose;
using IdentityServer.Tests.Fixture;

namespace IdentityServer.Tests.Org;

/// <summary>Somebody's provider that signs whatever it is told to, well or badly.</summary>
public sealed class Provider(DateTimeOffset now)
{
    public SigningCredential Rsa { get; } = SigningCredential.Generate(JwsAlgorithm.RS256);

    public SigningCredential Ec { get; } = SigningCredential.Generate(JwsAlgorithm.ES256);

    public long Second { get; } = now.ToUnixTimeSeconds();

    public string Jwks => Set(Rsa.PublicJwk, Ec.PublicJwk);

    public static string Set(params Jwk[] keys) => Forge.JwkSet(keys);

    /// <summary>The claims of a good token, and further members.</summary>
    public string Claims(string more = "", string sub = "\"user-of-the-token\"") =>
        $$"""{"sub":{{sub}},"iat":{{Second}},"exp":{{Second + 3600}}{{(more.Length == 0 ? "" : "," + more)}}}""";

    public string Signed(string? claims = null, SigningCredential? key = null, string typ = "JWT") => JwtWriter.Write(key ?? Rsa, typ, Encoding.UTF8.GetBytes(claims ?? Claims()));

    /// <summary>Truly signed, under a header as it is given.</summary>
    public string Headed(string header, string? claims = null, SigningCredential? key = null) => Forge.Signed(key ?? Rsa, claims ?? Claims(), header);

    public static string Part(string json) => StrictBase64Url.Encode(Encoding.UTF8.GetBytes(json));
}
