using System.Security.Cryptography;
using System.Text;
using IdentityServer.Domain.Jose;

namespace IdentityServer.Tests.Fixture;

/// <summary>A way to make a token that nobody may believe, whatever its claims say: RFC 8725 §2.</summary>
/// <param name="Name">As tests show it, with the row of the checks that it is of.</param>
/// <param name="Make">The token of a provider's claims; what it needs in the JWK set, it publishes (then the set has to be fetched anew).</param>
public sealed record Forgery(string Name, Func<ScriptedProvider, string, string> Make)
{
    /// <summary>Whether it changes the JWK set of the provider.</summary>
    public bool Publishes { get; init; }

    /// <summary>Paths of the provider that a header names and nobody may follow begin with it.</summary>
    public const string Trap = "/trap";

    static readonly SigningCredential Stranger = SigningCredential.Generate(JwsAlgorithm.RS256);

    public static IReadOnlyList<Forgery> All { get; } = [.. Unsigned(), .. Maced(), .. OfOtherKeys(), .. OfOtherHeaders(), .. OfOtherKeySets(), .. OfOtherShapes()];

    public static Forgery Named(string name) => All.Single(one => one.Name == name);

    public override string ToString() => Name;

    static IEnumerable<Forgery> Unsigned()
    {
        foreach (var alg in (string[])["\"none\"", "\"None\"", "\"nOnE\"", "\"\"", "7", "[\"RS256\"]", "null", "{}"])
        {
            yield return new($"S047 alg {alg} and no signature", (by, claims) => Forge.Claimed(claims, $$"""{"alg":{{alg}},"kid":"{{by.Rsa.Kid}}"}""", []));
            yield return new($"S047 alg {alg} and a true signature", (by, claims) => Forge.Signed(by.Rsa, claims, $$"""{"alg":{{alg}},"kid":"{{by.Rsa.Kid}}"}"""));
        }
        yield return new("S047 alg missing", (by, claims) => Forge.Signed(by.Rsa, claims, $$"""{"kid":"{{by.Rsa.Kid}}"}"""));
        yield return new("S047 signature empty", (by, claims) => Forge.Claimed(claims, Header("RS256", by.Rsa.Kid), []));
        yield return new("S047 signature all zero", (by, claims) => Forge.Claimed(claims, Header("RS256", by.Rsa.Kid), new byte[256]));
    }

    static IEnumerable<Forgery> Maced()
    {
        foreach (var alg in (string[])["HS256", "HS384", "RS256"])
        {
            yield return new($"S047 {alg} with the PEM of the public key", (by, claims) => Mac(by, alg, claims, Rsa(by).ExportSubjectPublicKeyInfoPem()));
            yield return new($"S047 {alg} with the PEM and a line's end", (by, claims) => Mac(by, alg, claims, Rsa(by).ExportSubjectPublicKeyInfoPem() + "\n"));
            yield return new($"S047 {alg} with the PKCS#1 PEM", (by, claims) => Mac(by, alg, claims, Rsa(by).ExportRSAPublicKeyPem()));
            yield return new($"S047 {alg} with the DER", (by, claims) => Forge.Maced(Rsa(by).ExportSubjectPublicKeyInfo(), claims, Header(alg, by.Rsa.Kid)));
            yield return new($"S047 {alg} with the JWK", (by, claims) => Mac(by, alg, claims, Forge.JwkText(by.Rsa.PublicJwk)));
        }
        yield return new("S047 HS256 with the empty secret", (by, claims) => Forge.Maced([], claims, Header("HS256", by.Rsa.Kid)));
    }

    static IEnumerable<Forgery> OfOtherKeys()
    {
        yield return new("S048 another key under the same kid", (by, claims) => Forge.Signed(Stranger, claims, Header("RS256", by.Rsa.Kid)));
        yield return new("S048 another key without a kid", (_, claims) => Forge.Signed(Stranger, claims, """{"alg":"RS256","typ":"JWT"}"""));
        yield return new("S048 the kid of a key of another kind", (by, claims) => Forge.Signed(by.Rsa, claims, Header("RS256", by.Ec.Kid)));
        yield return new("S048 the alg of a key of another kind", (by, claims) => Forge.Signed(by.Rsa, claims, Header("ES256", by.Rsa.Kid)));
        yield return new("S048 PS256 by a key for RS256", (by, claims) => Forge.Signed(Same(by, JwsAlgorithm.PS256), claims));
        yield return new("S048 RS512 by a key for RS256", (by, claims) => Forge.Signed(Same(by, JwsAlgorithm.RS512), claims));
        yield return new("S048 ECDSA with r and s zero", (by, claims) => Forge.Claimed(claims, Header("ES256", by.Ec.Kid), new byte[64]));
        yield return new("S048 ECDSA in DER", (by, claims) => InDer(by, claims));
        yield return new("S049 the kid of another issuer", (_, claims) => Forge.Signed(Stranger, claims));
    }

    static IEnumerable<Forgery> OfOtherHeaders()
    {
        foreach (var kid in (string[])["\"../../../../dev/null\"", "\"' OR '1'='1\"", "null", "7", "\"\"", $"\"{new string('k', 100_000)}\""])
            yield return new($"S049 kid {(kid.Length > 100 ? "of 100 KB" : kid)}", (_, claims) => Forge.Signed(Stranger, claims, $$"""{"alg":"RS256","kid":{{kid}}}"""));
        foreach (var kid in (string[])["", "known", "own"])
        {
            var said = kid.Length == 0 ? "no kid" : $"a kid that is {kid}";
            yield return new($"S049 jwk in the header and {said}", (by, claims) => Forge.Signed(Stranger, claims, With(by, kid, $"\"jwk\":{Forge.JwkText(Stranger.PublicJwk)}")));
            yield return new($"S049 jku in the header and {said}", (by, claims) => Forge.Signed(Stranger, claims, With(by, kid, $"\"jku\":\"{by.Issuer}{Trap}/jku\"")));
            yield return new($"S049 x5u in the header and {said}", (by, claims) => Forge.Signed(Stranger, claims, With(by, kid, $"\"x5u\":\"{by.Issuer}{Trap}/x5u\"")));
            yield return new($"S049 x5c in the header and {said}", (by, claims) => Forge.Signed(Stranger, claims, With(by, kid, "\"x5c\":[\"MIIB\"]")));
        }
        foreach (var crit in (string[])["[\"exp\"]", "[\"b64\"],\"b64\":false", "[]", "\"exp\"", "null"])
            yield return new($"S049 crit {crit}", (by, claims) => Forge.Signed(by.Rsa, claims, $$"""{"alg":"RS256","kid":"{{by.Rsa.Kid}}","crit":{{crit}}}"""));
        yield return new("S055 alg twice in the header", (by, claims) => Forge.Signed(by.Rsa, claims, $$"""{"alg":"none","alg":"RS256","kid":"{{by.Rsa.Kid}}"}"""));
        yield return new("S055 iss twice in the claims", (by, claims) => Forge.Signed(by.Rsa, $"{claims[..^1]},\"iss\":\"{by.Issuer}\"}}"));
        yield return new("S055 a member twice, once in escapes", (by, claims) => Forge.Signed(by.Rsa, $"{claims[..^1]},\"\\u0069ss\":\"{by.Issuer}\"}}"));
        foreach (var typ in (string[])["at+jwt", "dpop+jwt", "secevent+jwt", "client-authentication+jwt", "oauth-authz-req+jwt"])
            yield return new($"S054 typ {typ}", (by, claims) => Forge.Signed(by.Rsa, claims, $$"""{"alg":"RS256","kid":"{{by.Rsa.Kid}}","typ":"{{typ}}"}"""));
    }

    static IEnumerable<Forgery> OfOtherKeySets()
    {
        yield return Published("S048 an oct key in the set", by => """{"kty":"oct","kid":"weak","alg":"HS256","k":"c2VjcmV0"}""", (_, claims) => Forge.Maced("secret"u8, claims, Header("HS256", "weak")));
        yield return Published("S048 a key to encrypt with", by => $$"""{"use":"enc",{{Bare(by)}}}""", (by, claims) => Forge.Signed(by.Rsa, claims, Header("RS256", "weak")));
        yield return Published("S048 a key that only encrypts", by => $$"""{"key_ops":["encrypt"],{{Bare(by)}}}""", (by, claims) => Forge.Signed(by.Rsa, claims, Header("RS256", "weak")));
        yield return Published("S048 a key for another alg", by => $$"""{"alg":"PS256",{{Bare(by)}}}""", (by, claims) => Forge.Signed(by.Rsa, claims, Header("RS256", "weak")));
        yield return Published("S048 a key of another kind by its kty", by => $$"""{"alg":"RS256",{{Bare(by).Replace("RSA", "EC", StringComparison.Ordinal)}}}""", (by, claims) => Forge.Signed(by.Rsa, claims, Header("RS256", "weak")));
        yield return Published("S048 an EC key on another curve", by => $$"""{"kty":"EC","crv":"P-384","kid":"weak","x":"{{by.Ec.PublicJwk.X}}","y":"{{by.Ec.PublicJwk.Y}}"}""", (by, claims) => Forge.Signed(by.Ec, claims, Header("ES256", "weak")));
        yield return Published("S048 an EC point off its curve", by => $$"""{"kty":"EC","crv":"P-256","kid":"weak","x":"{{by.Ec.PublicJwk.X}}","y":"{{by.Ec.PublicJwk.X}}"}""", (by, claims) => Forge.Signed(by.Ec, claims, Header("ES256", "weak")));
        using var small = RSA.Create(1024);
        var (numbers, pkcs1) = (small.ExportParameters(false), small.ExportRSAPrivateKey());
        yield return Published("S048 an RSA key of 1024 bits", _ => $$"""{"kty":"RSA","kid":"weak","n":"{{StrictBase64Url.Encode(numbers.Modulus)}}","e":"{{StrictBase64Url.Encode(numbers.Exponent)}}"}""", (_, claims) =>
        {
            using var key = RSA.Create();
            key.ImportRSAPrivateKey(pkcs1, out var _);
            var input = Forge.Claimed(claims, Header("RS256", "weak"), []).TrimEnd('.');
            return $"{input}.{StrictBase64Url.Encode(key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
        });
    }

    static IEnumerable<Forgery> OfOtherShapes()
    {
        yield return new("S056 a JWE", (_, _) => $"{Part("""{"alg":"RSA-OAEP","enc":"A256GCM"}""")}.a2V5.aXY.Y2lwaGVy.dGFn");
        yield return new("S056 a JWE with zip", (_, _) => $"{Part("""{"alg":"RSA-OAEP","enc":"A256GCM","zip":"DEF"}""")}.a2V5.aXY.Y2lwaGVy.dGFn");
        yield return new("S056 a JWE of a password", (_, _) => $"{Part("""{"alg":"PBES2-HS512+A256KW","enc":"A256GCM","p2c":2147483648,"p2s":"c2FsdA"}""")}.a2V5.aXY.Y2lwaGVy.dGFn");
        yield return new("S056 zip in a signed token", (by, claims) => Forge.Signed(by.Rsa, claims, $$"""{"alg":"HS256","kid":"{{by.Rsa.Kid}}","zip":"DEF"}"""));
        yield return new("S056 a token of a megabyte", (by, claims) => Forge.Signed(by.Rsa, $"{claims[..^1]},\"long\":\"{new string('x', 1 << 20)}\"}}"));
        yield return new("S056 a token of dots", (_, _) => new('.', 1 << 20));
        yield return new("S056 no token at all", (_, _) => "");
        yield return new("S056 two parts", (by, claims) => string.Join('.', Forge.Signed(by.Rsa, claims).Split('.')[..2]));
        yield return new("S056 four parts", (by, claims) => Forge.Signed(by.Rsa, claims) + ".e30");
        yield return new("S056 a space behind it", (by, claims) => Forge.Signed(by.Rsa, claims) + " ");
        yield return new("S056 padding behind it", (by, claims) => Forge.Signed(by.Rsa, claims) + "==");
        yield return new("S056 claims that are no object", (by, claims) => Forge.Signed(by.Rsa, $"[{claims}]"));
    }

    static Forgery Published(string name, Func<ScriptedProvider, string> jwk, Func<ScriptedProvider, string, string> make) => new(name, (by, claims) =>
    {
        by.Jwks = $$"""{"keys":[{{jwk(by)}},{{Forge.JwkText(by.Ec.PublicJwk)}}]}""";
        return make(by, claims);
    })
    { Publishes = true };

    static string Header(string alg, string kid) => $$"""{"alg":"{{alg}}","kid":"{{kid}}","typ":"JWT"}""";

    static string With(ScriptedProvider by, string kid, string member)
    {
        var said = kid switch { "known" => $"\"kid\":\"{by.Rsa.Kid}\",", "own" => $"\"kid\":\"{Stranger.Kid}\",", _ => "" };
        return $$"""{"alg":"RS256",{{said}}{{member}}}""";
    }

    static string Bare(ScriptedProvider by) => $"\"kty\":\"RSA\",\"kid\":\"weak\",\"n\":\"{by.Rsa.PublicJwk.N}\",\"e\":\"{by.Rsa.PublicJwk.E}\"";

    static string Part(string json) => StrictBase64Url.Encode(Encoding.UTF8.GetBytes(json));

    static string Mac(ScriptedProvider by, string alg, string claims, string secret) => Forge.Maced(Encoding.UTF8.GetBytes(secret), claims, Header(alg, by.Rsa.Kid));

    static RSA Rsa(ScriptedProvider by)
    {
        var key = RSA.Create();
        key.ImportPkcs8PrivateKey(by.Rsa.ExportPkcs8(), out _);
        return key;
    }

    static SigningCredential Same(ScriptedProvider by, JwsAlgorithm alg) => SigningCredential.FromPkcs8(by.Rsa.Kid, alg, by.Rsa.ExportPkcs8());

    static string InDer(ScriptedProvider by, string claims)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(by.Ec.ExportPkcs8(), out _);
        var input = Forge.Claimed(claims, Header("ES256", by.Ec.Kid), []).TrimEnd('.');
        return $"{input}.{StrictBase64Url.Encode(key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))}";
    }
}
