using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class JwtReaderTests
{
    const string Header = """{"alg":"ES256","kid":"k","typ":"JWT"}""";

    [Theory]
    [InlineData("""{"typ":"JWT"}""", JwtProblem.AlgorithmMissing)]
    [InlineData("""{"alg":null}""", JwtProblem.AlgorithmMalformed)]
    [InlineData("""{"alg":256}""", JwtProblem.AlgorithmMalformed)]
    [InlineData("""{"alg":["RS256"]}""", JwtProblem.AlgorithmMalformed)]
    [InlineData("""{"alg":"none"}""", JwtProblem.AlgorithmNone)]
    [InlineData("""{"alg":"None"}""", JwtProblem.AlgorithmNone)]
    [InlineData("""{"alg":"nOnE"}""", JwtProblem.AlgorithmNone)]
    [InlineData("""{"alg":""}""", JwtProblem.AlgorithmUnknown)]
    [InlineData("""{"alg":"none "}""", JwtProblem.AlgorithmUnknown)]
    [InlineData("""{"alg":"rs256"}""", JwtProblem.AlgorithmUnknown)]
    [InlineData("""{"alg":"RSA-OAEP","enc":"A256GCM"}""", JwtProblem.AlgorithmUnknown)]
    [InlineData("""{"alg":"PBES2-HS256+A128KW","p2c":2147483647}""", JwtProblem.AlgorithmUnknown)]
    [InlineData("""{"alg":"HS256"}""", JwtProblem.AlgorithmSymmetric)]
    [InlineData("""{"alg":"hs512"}""", JwtProblem.AlgorithmSymmetric)]
    [InlineData("""{"alg":"ES256","alg":"none"}""", JwtProblem.DuplicateMember)]
    [InlineData("""{"alg":"ES256","\u0061lg":"RS256"}""", JwtProblem.DuplicateMember)]
    [InlineData("""{"alg":"ES256","crit":["exp"]}""", JwtProblem.CriticalHeader)]
    [InlineData("""{"alg":"ES256","crit":[]}""", JwtProblem.CriticalHeader)]
    [InlineData("""{"alg":"ES256","b64":false}""", JwtProblem.UnencodedPayload)]
    [InlineData("""{"alg":"ES256","kid":null}""", JwtProblem.KidMalformed)]
    [InlineData("""{"alg":"ES256","kid":7}""", JwtProblem.KidMalformed)]
    [InlineData("""{"alg":"ES256","typ":["JWT"]}""", JwtProblem.TypMalformed)]
    [InlineData("[]", JwtProblem.NotJson)]
    [InlineData("\"alg\"", JwtProblem.NotJson)]
    [InlineData("", JwtProblem.NotJson)]
    public void A_header_that_is_not_ours_is_refused(string header, JwtProblem expected) =>
        Assert.Equal(expected, Tokens.ProblemOf(Tokens.Unsigned(header)));

    [Fact]
    public void Reader_refuses_a_token_with_alg_none_and_no_signature() =>
        Assert.Equal(JwtProblem.AlgorithmNone, Tokens.ProblemOf(Tokens.Part("""{"alg":"none"}""") + "." + Tokens.Part(Tokens.Claims) + "."));

    [Theory]
    [InlineData("[]", JwtProblem.NotJson)]
    [InlineData("Payload", JwtProblem.NotJson)]
    [InlineData("null", JwtProblem.NotJson)]
    [InlineData("", JwtProblem.NotJson)]
    [InlineData("{} x", JwtProblem.NotJson)]
    [InlineData("""{"sub":"\ud800"}""", JwtProblem.NotJson)]
    [InlineData("""{"sub":"a","sub":"b"}""", JwtProblem.DuplicateMember)]
    [InlineData("""{"cnf":{"jkt":"a","jkt":"b"}}""", JwtProblem.DuplicateMember)]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}""", JwtProblem.NotJson)]
    public void A_payload_that_is_not_an_honest_object_is_refused(string payload, JwtProblem expected) =>
        Assert.Equal(expected, Tokens.ProblemOf(Tokens.Unsigned(Header, payload)));

    [Theory]
    [InlineData("", JwtProblem.NotThreeParts)]
    [InlineData("a", JwtProblem.NotThreeParts)]
    [InlineData("a.b", JwtProblem.NotThreeParts)]
    [InlineData("a.b.c.d", JwtProblem.NotThreeParts)]
    [InlineData("a.b.c.d.e.f", JwtProblem.NotThreeParts)]
    [InlineData("a.b.c.d.e", JwtProblem.Encrypted)]
    [InlineData("....", JwtProblem.Encrypted)]
    [InlineData("..", JwtProblem.NotJson)]
    public void What_has_not_three_parts_is_refused(string token, JwtProblem expected) => Assert.Equal(expected, Tokens.ProblemOf(token));

    [Fact]
    public void Every_part_is_strict_base64url()
    {
        var good = Tokens.Unsigned(Header).Split('.');
        for (var part = 0; part < 3; part++)
            foreach (var bad in (string[])["=", " ", "\n", "+", "/", "\u00e9", "A"])
            {
                var parts = (string[])good.Clone();
                // "A" makes a length that no bytes have, or leaves it to the JSON or the trailing bits.
                parts[part] += bad == "A" && parts[part].Length % 4 != 0 ? new string('A', 5 - parts[part].Length % 4) : bad;
                Assert.Equal(JwtProblem.NotBase64Url, Tokens.ProblemOf(string.Join('.', parts)));
            }
    }

    [Fact]
    public void A_token_without_a_signature_is_refused() =>
        Assert.Equal(JwtProblem.SignatureMissing, Tokens.ProblemOf(Tokens.Part(Header) + "." + Tokens.Part("{}") + "."));

    [Fact]
    public void Invalid_UTF8_is_refused()
    {
        var bad = StrictBase64Url.Encode([.. "{\"sub\":\""u8, 0xff, .. "\"}"u8]);
        Assert.Equal(JwtProblem.NotJson, Tokens.ProblemOf(Tokens.Part(Header) + "." + bad + ".AAAA"));
        Assert.Equal(JwtProblem.NotJson, Tokens.ProblemOf(bad + "." + Tokens.Part("{}") + ".AAAA"));
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void A_kid_has_at_most_256_characters(int length, bool accepted)
    {
        var token = Tokens.Unsigned("{\"alg\":\"ES256\",\"kid\":\"" + new string('k', length) + "\"}");
        Assert.Equal(accepted, JwtReader.TryRead(token, out _, out var problem));
        Assert.Equal(accepted ? JwtProblem.None : JwtProblem.KidMalformed, problem);
    }

    [Fact]
    public void Keys_and_addresses_in_the_header_are_carried_and_not_used()
    {
        using var attacker = SigningCredential.Generate(JwsAlgorithm.ES256);
        var header = $$"""{"alg":"ES256","jku":"https://evil.example/k","x5u":"https://evil.example/c","x5c":["AAAA"],"jwk":{"kty":"EC","crv":"P-256","x":"{{attacker.PublicJwk.X}}","y":"{{attacker.PublicJwk.Y}}"} }""";
        var input = Tokens.Part(header) + "." + Tokens.Part(Tokens.Claims);
        var signature = new byte[64];
        Assert.True(attacker.TrySign(Encoding.ASCII.GetBytes(input), signature, out _));
        var jwt = Tokens.Read(input + "." + StrictBase64Url.Encode(signature));
        Assert.Null(jwt.Kid);
        Assert.Equal(JwtProblem.SignatureWrong, JwtVerifier.Verify(jwt, Tokens.PublicKey(Tokens.Credential("ES256")),
            new() { Issuer = "https://id.example" }, Tokens.Now));
    }

    [Theory]
    [InlineData('.')]
    [InlineData('A')]
    public void A_million_characters_are_refused_at_once_and_for_free(char c)
    {
        var token = new string(c, 1_000_000);
        Assert.Equal(JwtProblem.TooLarge, Tokens.ProblemOf(token));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var best = TimeSpan.MaxValue;
        // The best of several: a busy machine may interrupt any one of them.
        for (var i = 0; i < 20; i++)
        {
            var started = Stopwatch.GetTimestamp();
            JwtReader.TryRead(token, out _, out _);
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (elapsed < best) best = elapsed;
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(best < TimeSpan.FromMicroseconds(50), best.ToString());
    }

    [Fact]
    public void Sixteen_KiB_of_dots_allocate_nothing()
    {
        var token = new string('.', JwtReader.MaxLength);
        Assert.Equal(JwtProblem.NotThreeParts, Tokens.ProblemOf(token));
        var before = GC.GetAllocatedBytesForCurrentThread();
        JwtReader.TryRead(token, out _, out _);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void No_string_makes_the_reader_throw() => Prop.ForAll<string>(text => text is null || !JwtReader.TryRead(text, out _, out _))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void No_bytes_in_three_parts_make_the_reader_throw() => Prop.ForAll<byte[], byte[], byte[]>((a, b, c) =>
    {
        JwtReader.TryRead(StrictBase64Url.Encode(a) + "." + StrictBase64Url.Encode(b) + "." + StrictBase64Url.Encode(c), out _, out _);
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_as_header_or_payload_makes_the_reader_throw() => Prop.ForAll<string, string>((name, value) =>
    {
        var json = "{\"" + name + "\":\"" + value + "\"}";
        JwtReader.TryRead(Tokens.Unsigned(Header, json), out var jwt, out _);
        if (jwt is not null)
            foreach (var member in jwt.Payload.EnumerateObject())
                if (member.Value.ValueKind == System.Text.Json.JsonValueKind.String) _ = (member.Name, member.Value.GetString());
        JwtReader.TryRead(Tokens.Unsigned(json), out _, out _);
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_token_with_one_character_changed_never_throws_and_is_never_believed()
    {
        var token = Tokens.Signed(Tokens.Claims);
        var key = Tokens.PublicKey(Tokens.Credential("ES256"));
        for (var i = 0; i < token.Length; i++)
            foreach (var c in (char[])['A', 'B', '.', '-', '=', '\0'])
            {
                if (token[i] == c) continue;
                var changed = token[..i] + c + token[(i + 1)..];
                if (JwtReader.TryRead(changed, out var jwt, out _))
                    Assert.NotNull(JwtVerifier.Verify(jwt, key, new() { Issuer = "https://id.example" }, Tokens.Now));
            }
    }
}
