using System.Text;
using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class JwkTests
{
    static JwkProblem ProblemOf(string json)
    {
        Assert.False(Jwk.TryParse(Encoding.UTF8.GetBytes(json), out var jwk, out var problem));
        Assert.Null(jwk);
        return problem;
    }

    [Fact]
    public void A_key_larger_than_the_limit_is_not_even_parsed() =>
        Assert.Equal(JwkProblem.TooLarge, ProblemOf("{\"a\":\"" + new string('a', Jwk.MaxLength) + "\"}"));

    [Theory]
    [InlineData("d")]
    [InlineData("p")]
    [InlineData("qi")]
    [InlineData("oth")]
    [InlineData("k")]
    public void Private_members_are_noticed_and_never_written(string member)
    {
        var jwk = Tokens.Key(Vectors.Ed25519Key.Replace("}", ",\"" + member + "\":\"" + Vectors.Ed25519Seed + "\"}", StringComparison.Ordinal));
        Assert.True(jwk.HasPrivateMembers);
        Assert.DoesNotContain(Vectors.Ed25519Seed, Written(jwk), StringComparison.Ordinal);
        Assert.False(Tokens.Key(Vectors.Ed25519Key).HasPrivateMembers);
    }

    [Theory]
    [MemberData(nameof(Tokens.AlgorithmNames), MemberType = typeof(Tokens))]
    public void A_written_key_is_read_back_the_same(string name)
    {
        var key = Tokens.Credential(name).PublicJwk;
        var again = Tokens.Key(Written(key));
        Assert.Equal((key.Kty, key.Kid, key.Alg, key.Use, key.Crv), (again.Kty, again.Kid, again.Alg, again.Use, again.Crv));
        Assert.Equal((key.N, key.E, key.X, key.Y), (again.N, again.E, again.X, again.Y));
        Assert.Equal(name, again.Alg);
        Assert.Equal("sig", again.Use);
        Assert.Equal(key.Thumbprint(), again.Kid);
    }

    [Fact]
    public void An_element_parsed_loosely_is_read_strictly()
    {
        using var twice = JsonDocument.Parse("{\"kty\":\"OKP\",\"kty\":\"OKP\"}");
        Assert.False(Jwk.TryParse(twice.RootElement, out _, out var problem));
        Assert.Equal(JwkProblem.DuplicateMember, problem);
        Assert.False(Jwk.TryParse(default(JsonElement), out _, out problem));
        Assert.Equal(JwkProblem.NotJson, problem);
        using var good = JsonDocument.Parse(Vectors.A3Key);
        Assert.True(Jwk.TryParse(good.RootElement, out _, out _));
    }

    static string Written(Jwk jwk)
    {
        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer)) jwk.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.Written);
    }
}
