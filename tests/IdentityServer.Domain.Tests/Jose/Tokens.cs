using System.Text;
using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

/// <summary>Short ways to keys and to tokens that no honest writer would make.</summary>
static class Tokens
{
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    public const string Claims = """{"iss":"https://id.example","aud":"api","exp":1800000300,"iat":1800000000}""";

    static readonly Dictionary<string, SigningCredential> Credentials = [];

    public static TheoryData<string> AlgorithmNames => [.. JwsAlgorithm.All.Select(algorithm => algorithm.Name)];

    public static JwsAlgorithm Algorithm(string name)
    {
        Assert.True(JwsAlgorithm.TryGet(name, out var algorithm));
        return algorithm;
    }

    public static SigningCredential Credential(string name)
    {
        lock (Credentials)
        {
            if (!Credentials.TryGetValue(name, out var credential))
                Credentials[name] = credential = SigningCredential.Generate(Algorithm(name));
            return credential;
        }
    }

    public static VerificationKey PublicKey(SigningCredential credential)
    {
        Assert.True(VerificationKey.TryCreate(credential.PublicJwk, credential.Algorithm, out var key, out var problem), problem.ToString());
        return key;
    }

    public static Jwk Key(string json)
    {
        Assert.True(Jwk.TryParse(Encoding.UTF8.GetBytes(json), out var jwk, out var problem), problem.ToString());
        return jwk;
    }

    public static string Part(string text) => StrictBase64Url.Encode(Encoding.UTF8.GetBytes(text));

    public static byte[] Bytes(string base64Url)
    {
        var bytes = new byte[StrictBase64Url.DecodedLength(base64Url.Length)];
        Assert.True(StrictBase64Url.TryDecode(base64Url, bytes, out var written));
        Assert.Equal(bytes.Length, written);
        return bytes;
    }

    public static string Unsigned(string header, string payload = Claims) => Part(header) + "." + Part(payload) + ".AAAA";

    public static string Signed(string payload, string algorithm = "ES256", string typ = "JWT") =>
        JwtWriter.Write(Credential(algorithm), typ, Encoding.UTF8.GetBytes(payload));

    public static Jwt Read(string token)
    {
        Assert.True(JwtReader.TryRead(token, out var jwt, out var problem), problem.ToString());
        return jwt;
    }

    public static JwtProblem ProblemOf(ReadOnlySpan<char> token)
    {
        Assert.False(JwtReader.TryRead(token, out var jwt, out var problem));
        Assert.Null(jwt);
        Assert.NotEqual(JwtProblem.None, problem);
        return problem;
    }

    /// <summary>Verifies a published token over its raw parts, as its payload may be no JSON.</summary>
    public static bool Verifies(VerificationKey key, string token)
    {
        var dot = token.LastIndexOf('.');
        return key.Verify(Encoding.ASCII.GetBytes(token[..dot]), Bytes(token[(dot + 1)..]));
    }
}
