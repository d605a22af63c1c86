using System.Buffers;
using System.Text;
using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Flows;

/// <summary>Our JOSE and npm's `jose` read each other, in every algorithm of the table.</summary>
public sealed class JoseCrossCheckTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jose_reads_what_we_sign_with_every_algorithm()
    {
        var mine = JwsAlgorithm.All.Select(Sign).ToArray();
        Assert.Equal(7, mine.Length);

        var answer = NodeScript.Parse(await NodeScript.ExecuteAsync("jose-crosscheck.mjs", mine, Ct));

        var verified = answer.GetProperty("verified").EnumerateArray().ToArray();
        Assert.Equal(JwsAlgorithm.All.Select(algorithm => algorithm.Name), verified.Select(one => one.GetProperty("alg").GetString()));
        Assert.All(verified, one =>
        {
            Assert.True(one.GetProperty("ok").GetBoolean(), one.ToString());
            Assert.Equal("Zoë \"🔑\" \\ /", one.GetProperty("payload").GetProperty("text").GetString());
        });
    }

    [Fact]
    public async Task We_read_what_jose_signs_with_every_algorithm_and_refuse_it_changed()
    {
        var signed = (await NodeScript.RunAsync("jose-crosscheck.mjs", Array.Empty<object>(), Ct)).GetProperty("signed").EnumerateArray().ToArray();
        Assert.Equal(7, signed.Length);
        foreach (var one in signed)
        {
            Assert.True(JwsAlgorithm.TryGet(one.GetProperty("alg").GetString(), out var algorithm));
            Assert.True(Jwk.TryParse(one.GetProperty("jwk"), out var jwk, out var problem), $"{algorithm}: {problem}");
            Assert.True(VerificationKey.TryCreate(jwk, algorithm, out var key, out problem), $"{algorithm}: {problem}");
            using var _ = key;
            Assert.True(JwtReader.TryRead(one.GetProperty("token").GetString(), out var jwt, out var unread), $"{algorithm}: {unread}");

            var expected = new JwtExpectations { Issuer = "https://jose.example", Audience = "crosscheck", Typ = "JWT", AllowedAlgorithms = [algorithm] };
            Assert.Null(JwtVerifier.Verify(jwt, key, expected, TimeProvider.System.GetUtcNow()));
            foreach (var member in one.GetProperty("payload").EnumerateObject())
                Assert.True(JsonElement.DeepEquals(member.Value, jwt.Payload.GetProperty(member.Name)), $"{algorithm}: {member.Name}");

            var signature = jwt.Signature.ToArray();
            signature[^1] ^= 1;
            Assert.False(key.Verify(jwt.SigningInput, signature));
            Assert.Equal(JwtProblem.IssuerWrong, JwtVerifier.Verify(jwt, key, expected with { Issuer = "https://jose.example/" }, TimeProvider.System.GetUtcNow()));
        }
    }

    static object Sign(JwsAlgorithm algorithm)
    {
        using var credential = SigningCredential.Generate(algorithm);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) credential.PublicJwk.WriteTo(json);
        var payload = JsonSerializer.SerializeToUtf8Bytes(new { sub = "ours", text = "Zoë \"🔑\" \\ /", number = 9007199254740991 });
        return new { alg = algorithm.Name, jwk = JsonDocument.Parse(Encoding.UTF8.GetString(buffer.WrittenSpan)).RootElement, token = JwtWriter.Write(credential, "JWT", payload) };
    }
}
