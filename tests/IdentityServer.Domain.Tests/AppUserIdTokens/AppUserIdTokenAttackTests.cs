using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Jose;
using Xunit;
using static IdentityServer.Domain.Tests.AppUserIdTokens.TokenWorld;

namespace IdentityServer.Domain.Tests.AppUserIdTokens;

/// <summary>Tokens of people who mean harm. RFC 8725.</summary>
public sealed class AppUserIdTokenAttackTests
{
    readonly TokenWorld world = new();

    Task<TokenFlaw?> Of(string token) => world.FlawAsync(world.Inline, token);

    [Theory]
    [InlineData("\"none\"")]
    [InlineData("\"None\"")]
    [InlineData("\"nOnE\"")]
    [InlineData("\"\"")]
    [InlineData("7")]
    [InlineData("[\"RS256\"]")]
    [InlineData("null")]
    [InlineData("\"HS256\"")]
    [InlineData("\"rs256\"")]
    public async Task No_algorithm_but_those_of_the_table(string alg)
    {
        var header = $$"""{"alg":{{alg}},"kid":"{{Rsa.Kid}}","typ":"JWT"}""";
        Assert.NotNull(await Of(Raw(header, Claims(), Rsa)));
        Assert.NotNull(await Of(Jose.Tokens.Part(header) + "." + Jose.Tokens.Part(Claims()) + "."));
    }

    [Fact]
    public async Task A_public_key_is_never_a_shared_secret()
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(Rsa.ExportPkcs8(), out _);
        byte[][] secrets = [Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()), rsa.ExportSubjectPublicKeyInfo(), Encoding.UTF8.GetBytes(Json(Rsa.PublicJwk))];
        foreach (var secret in secrets)
            foreach (var alg in (string[])["HS256", "RS256", "ES256"])
            {
                var input = Jose.Tokens.Part($$"""{"alg":"{{alg}}","kid":"{{Rsa.Kid}}"}""") + "." + Jose.Tokens.Part(Claims());
                Assert.NotNull(await Of(input + "." + StrictBase64Url.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(input)))));
            }
    }

    [Fact]
    public async Task An_ECDSA_signature_of_zeros_is_none()
    {
        var input = Signed(Claims(), Ec);
        var zeros = input[..(input.LastIndexOf('.') + 1)] + StrictBase64Url.Encode(new byte[64]);
        Assert.Equal(TokenFlaw.SignatureWrong, await Of(zeros));
    }

    [Theory]
    [InlineData("""{"kty":"oct","kid":"k","k":"AAAA"}""", "jwks_private_key")]
    [InlineData("""{"kty":"EC","crv":"P-256","kid":"k","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""", "kid_unknown")]
    public async Task A_key_that_is_none_verifies_nothing(string key, string code) => Assert.Equal(code,
        (await world.FlawAsync(world.Change(world.Inline, new() { Jwks = Set(Json(Rsa.PublicJwk), key) }), Raw("""{"alg":"ES256","kid":"k"}""", Claims(), Ec)))?.Code);

    [Fact]
    public async Task A_key_is_bound_to_what_it_was_published_for()
    {
        var jwk = Json(Rsa.PublicJwk).Replace("RS256", "PS256", StringComparison.Ordinal);
        Assert.Equal(TokenFlaw.KidUnknown, await world.FlawAsync(world.Change(world.Inline, new() { Jwks = Set(jwk) }), Signed(Claims())));
        jwk = Json(Rsa.PublicJwk).Replace("\"sig\"", "\"enc\"", StringComparison.Ordinal);
        Assert.Equal(TokenFlaw.KidUnknown, await world.FlawAsync(world.Change(world.Inline, new() { Jwks = Set(jwk) }), Signed(Claims())));
    }

    [Fact]
    public async Task No_key_and_no_address_in_the_header_is_used()
    {
        var jwk = Json(OtherEc.PublicJwk);
        foreach (var member in (string[])[$"\"jwk\":{jwk}", "\"jku\":\"https://evil.example/k\"", "\"x5u\":\"https://evil.example/c\"", "\"x5c\":[\"AAAA\"]"])
            Assert.NotNull(await world.FlawAsync(world.Remote, Raw($$"""{"alg":"ES256","kid":"{{OtherEc.Kid}}",{{member}}}""", Claims(), OtherEc)));
    }

    [Theory]
    [InlineData("../../../../dev/null")]
    [InlineData("' OR 1=1 --")]
    [InlineData("https://evil.example/k")]
    [InlineData("*")]
    public async Task A_kid_is_a_name_and_nothing_more(string kid) => Assert.Equal(TokenFlaw.KidUnknown, await Of(Raw($$"""{"alg":"RS256","kid":"{{kid}}"}""", Claims(), Rsa)));

    [Fact]
    public async Task A_long_kid_is_none() => Assert.Equal(TokenFlaw.KidMalformed, await Of(Raw($$"""{"alg":"RS256","kid":"{{new string('k', 257)}}"}""", Claims(), Rsa)));

    // What must not cost more than it does the sender: CVE-2024-21319, CVE-2025-30204. The best of several: a busy machine may interrupt any one.
    [Fact]
    public async Task What_is_large_or_encrypted_is_refused_at_once()
    {
        var part = Jose.Tokens.Part("""{"alg":"PBES2-HS256+A128KW","enc":"A128GCM","zip":"DEF","p2c":2147483647,"p2s":"AAAA"}""");
        string[] bombs =
        [
            new('A', 1_000_000), new('.', 1_000_000), Signed(Claims())[..20] + new string('.', 1_000_000), part + ".AAAA.AAAA.AAAA.AAAA",
            part + ".AAAA.AAAA", new string('.', JwtReader.MaxLength), Jose.Tokens.Part(new string('[', 12_000)) + ".e30.AAAA",
            Jose.Tokens.Part("{\"alg\":\"RS256\",\"kid\":\"k\"}") + "." + Jose.Tokens.Part("{" + string.Concat(Enumerable.Range(0, 900).Select(i => $"\"a{i}\":1,")) + "\"a\":1}") + ".AAAA",
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
    }

    [Fact]
    public void No_change_of_a_good_token_is_believed()
    {
        var tokens = new[] { Signed(Claims()), Signed(Claims(), Ec) };
        var change = from token in Gen.Elements(tokens)
                     from at in Gen.Choose(0, token.Length - 1)
                     from kind in Gen.Choose(0, 4)
                     from c in Gen.Elements("ABCXYZabcxyz019-_.=+/ \0é".ToCharArray())
                     from length in Gen.Choose(1, 40)
                     select (Token: token, Changed: kind switch
                     {
                         0 => token[..at] + c + token[(at + 1)..],
                         1 => token[..at] + c + token[at..],
                         2 => token.Remove(at, Math.Min(length, token.Length - at)),
                         3 => token[..at] + new string(c, length) + token[at..],
                         _ => token[..at] + (char)(token[at] ^ 1) + token[(at + 1)..],
                     });
        Prop.ForAll(change.ToArbitrary(), pair => pair.Changed == pair.Token || Of(pair.Changed).GetAwaiter().GetResult() is not null)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void No_text_is_believed_or_throws() =>
        Prop.ForAll<string>(text => Of(text ?? "").GetAwaiter().GetResult() is not null).QuickCheckThrowOnFailure();
}
