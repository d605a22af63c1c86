using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Domain.Tests.AppUserIdTokens;
using IdentityServer.Domain.TrustedIssuers;
using Xunit;
using static IdentityServer.Domain.Tests.TrustedIssuers.TrustWorld;

namespace IdentityServer.Domain.Tests.TrustedIssuers;

/// <summary>Tokens of people who mean harm. RFC 8725.</summary>
public sealed class TrustedTokenAttackTests
{
    readonly TrustWorld world = new();

    Task<TrustedFlaw?> Of(string token) => world.FlawAsync(token);

    static async Task<TrustedFlaw?> OfSet(string jwks, string token)
    {
        var other = new TrustWorld();
        other.Published[CiKeys] = JwksDocument.Read(Encoding.UTF8.GetBytes(jwks));
        return await other.FlawAsync(token);
    }

    [Theory]
    [InlineData("\"none\"", "alg_none")]
    [InlineData("\"None\"", "alg_none")]
    [InlineData("\"nOnE\"", "alg_none")]
    [InlineData("\"\"", "alg_unknown")]
    [InlineData("7", "alg_unknown")]
    [InlineData("[\"RS256\"]", "alg_unknown")]
    [InlineData("null", "alg_unknown")]
    [InlineData("\"HS256\"", "alg_symmetric")]
    [InlineData("\"rs256\"", "alg_unknown")]
    public async Task No_algorithm_but_those_of_the_table(string alg, string code)
    {
        var header = $$"""{"alg":{{alg}},"kid":"{{CiKey.Kid}}","typ":"JWT"}""";
        Assert.Equal(code, (await Of(Headed(header)))?.Code);
        Assert.Equal(code, (await Of(Jose.Tokens.Part(header) + "." + Jose.Tokens.Part(Claims()) + "."))?.Code);
        Assert.Equal(TrustedFlaw.AlgMissing, await Of(Headed($$"""{"kid":"{{CiKey.Kid}}"}""")));
        Assert.Empty(world.Called);
    }

    [Fact]
    public async Task A_public_key_is_never_a_shared_secret()
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(CiKey.ExportPkcs8(), out _);
        byte[][] secrets = [Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()), rsa.ExportSubjectPublicKeyInfo(), Encoding.UTF8.GetBytes(TokenWorld.Json(CiKey.PublicJwk))];
        foreach (var secret in secrets)
            foreach (var alg in (string[])["HS256", "RS256", "ES256"])
            {
                var input = Jose.Tokens.Part($$"""{"alg":"{{alg}}","kid":"{{CiKey.Kid}}"}""") + "." + Jose.Tokens.Part(Claims());
                Assert.NotNull(await Of(input + "." + StrictBase64Url.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(input)))));
            }
    }

    // S048.
    [Fact]
    public async Task A_key_is_bound_to_what_it_was_published_for()
    {
        var jwk = TokenWorld.Json(CiKey.PublicJwk);
        Assert.Equal(TrustedFlaw.KidUnknown, await OfSet(TokenWorld.Set(jwk.Replace("RS256", "PS256", StringComparison.Ordinal)), Signed(Claims())));
        Assert.Equal("jwks_no_usable_key", (await OfSet(TokenWorld.Set(jwk.Replace("\"sig\"", "\"enc\"", StringComparison.Ordinal)), Signed(Claims())))?.Code);
        Assert.Equal("jwks_private_key", (await OfSet(TokenWorld.Set(jwk, """{"kty":"oct","kid":"k","k":"AAAA"}"""), Signed(Claims())))?.Code);
        const string OffCurve = """{"kty":"EC","crv":"P-256","kid":"k","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""";
        Assert.Equal(TrustedFlaw.KidUnknown, await OfSet(TokenWorld.Set(jwk, OffCurve), Headed("""{"alg":"ES256","kid":"k"}""", Claims(), OtherKey)));
        using var rsa = RSA.Create(1024);
        var weak = $$"""{"kty":"RSA","kid":"weak","n":"{{StrictBase64Url.Encode(rsa.ExportParameters(false).Modulus)}}","e":"AQAB"}""";
        Assert.Equal(TrustedFlaw.KidUnknown, await OfSet(TokenWorld.Set(jwk, weak), Headed("""{"alg":"RS256","kid":"weak"}""")));
    }

    [Fact]
    public async Task An_ECDSA_signature_of_zeros_is_none()
    {
        var input = Signed(SsoClaims(), SsoKey);
        Assert.Equal(TrustedFlaw.SignatureWrong, await Of(input[..(input.LastIndexOf('.') + 1)] + StrictBase64Url.Encode(new byte[64])));
        Assert.Equal(TrustedFlaw.SignatureMissing, await Of(input[..(input.LastIndexOf('.') + 1)]));
    }

    // S049.
    [Fact]
    public async Task No_key_and_no_address_in_the_header_is_used()
    {
        var jwk = TokenWorld.Json(OtherKey.PublicJwk);
        foreach (var member in (string[])[$"\"jwk\":{jwk}", "\"jku\":\"https://evil.example/k\"", "\"x5u\":\"https://evil.example/c\"", "\"x5c\":[\"AAAA\"]"])
            Assert.Equal(TrustedFlaw.KidUnknown, await Of(Headed($$"""{"alg":"ES256","kid":"{{OtherKey.Kid}}",{{member}}}""", Claims(), OtherKey)));
        Assert.Equal([CiKeys], world.Called);
    }

    [Theory]
    [InlineData("\"../../../../dev/null\"", "kid_unknown")]
    [InlineData("\"' OR 1=1 --\"", "kid_unknown")]
    [InlineData("\"*\"", "kid_unknown")]
    [InlineData("\"\"", "kid_missing")]
    [InlineData("null", "kid_malformed")]
    [InlineData("7", "kid_malformed")]
    public async Task A_kid_is_a_name_and_nothing_more(string kid, string code) => Assert.Equal(code, (await Of(Headed($$"""{"alg":"RS256","kid":{{kid}}}""")))?.Code);

    [Fact]
    public async Task It_is_there_it_is_short_and_nothing_is_critical()
    {
        Assert.Equal(TrustedFlaw.KidMissing, await Of(Headed("""{"alg":"RS256"}""")));
        Assert.Equal(TrustedFlaw.KidMalformed, await Of(Headed($$"""{"alg":"RS256","kid":"{{new string('k', 257)}}"}""")));
        Assert.Equal(TrustedFlaw.CriticalHeader, await Of(Headed($$"""{"alg":"RS256","kid":"{{CiKey.Kid}}","crit":["exp"]}""")));
        Assert.Equal(TrustedFlaw.DuplicateMember, await Of(Signed("""{"iss":"https://ci.example","iss":"https://sso.example"}""")));
        Assert.Empty(world.Called);
    }

    // S056. The best of several: a busy machine may interrupt any one.
    [Fact]
    public async Task What_is_large_or_encrypted_is_refused_at_once()
    {
        var part = Jose.Tokens.Part("""{"alg":"PBES2-HS256+A128KW","enc":"A128GCM","zip":"DEF","p2c":2147483647,"p2s":"AAAA"}""");
        string[] bombs =
        [
            new('A', 1_000_000), new('.', 1_000_000), Signed(Claims())[..20] + new string('.', 1_000_000), part + ".AAAA.AAAA.AAAA.AAAA",
            part + ".AAAA.AAAA", new string('.', JwtReader.MaxLength), Jose.Tokens.Part(new string('[', 12_000)) + ".e30.AAAA",
        ];
        foreach (var bomb in bombs)
        {
            var best = TimeSpan.MaxValue;
            for (var i = 0; i < 5; i++)
            {
                var started = Stopwatch.GetTimestamp();
                Assert.NotNull(await Of(bomb));
                var elapsed = Stopwatch.GetElapsedTime(started);
                if (elapsed < best) best = elapsed;
            }
            Assert.True(best < TimeSpan.FromMilliseconds(50), best.ToString());
        }
        Assert.Empty(world.Called);
    }

    [Fact]
    public void No_change_of_a_good_token_is_believed()
    {
        var token = Signed(Claims());
        var change = from at in Gen.Choose(0, token.Length - 1)
                     from kind in Gen.Choose(0, 2)
                     from c in Gen.Elements("ABCXYZabcxyz019-_.=+/ \0é".ToCharArray())
                     select kind switch
                     {
                         0 => token[..at] + c + token[(at + 1)..],
                         1 => token[..at] + c + token[at..],
                         _ => token.Remove(at, 1),
                     };
        Prop.ForAll(change.ToArbitrary(), changed => changed == token || Of(changed).GetAwaiter().GetResult() is not null).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void No_text_is_believed_or_throws() =>
        Prop.ForAll<string>(text => Of(text ?? "").GetAwaiter().GetResult() is not null).QuickCheckThrowOnFailure();
}
