using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Jose;
using Xunit;
using static IdentityServer.Domain.Tests.AppUserIdTokens.TokenWorld;

namespace IdentityServer.Domain.Tests.AppUserIdTokens;

public sealed class InlineKeysTests
{
    readonly InlineKeys keys = new();

    [Fact]
    public void A_set_is_parsed_once_per_version_of_its_pool()
    {
        var pool = NewPool("p", new() { Jwks = Set(Rsa.PublicJwk) });
        var parsed = keys.Of(pool, pool.Authorization!.Jwks!);
        Assert.Same(parsed, keys.Of(pool with { }, pool.Authorization.Jwks!));
        Assert.Same(parsed.Keys!.Find(Rsa.Kid, JwsAlgorithm.RS256), parsed.Keys.Find(Rsa.Kid, JwsAlgorithm.RS256));

        var changed = keys.Of(pool with { Version = "p-2" }, Set(Ec.PublicJwk));
        Assert.Null(changed.Keys!.Find(Rsa.Kid, JwsAlgorithm.RS256));
        Assert.NotNull(changed.Keys.Find(Ec.Kid, JwsAlgorithm.ES256));
        Assert.NotNull(keys.Of(NewPool("q", null) with { Version = "p-2" }, Set(Rsa.PublicJwk)).Keys!.Find(Rsa.Kid, JwsAlgorithm.RS256));
    }

    [Theory]
    [InlineData("", "jwks_not_json")]
    [InlineData("[]", "jwks_not_json")]
    [InlineData("<html>", "jwks_not_json")]
    [InlineData("""{"keys":[],"keys":[]}""", "jwks_malformed")]
    [InlineData("""{"keys":{}}""", "jwks_malformed")]
    [InlineData("""{"keys":[]}""", "jwks_empty")]
    [InlineData("""{"keys":[null]}""", "jwks_no_usable_key")]
    [InlineData("""{"keys":[{"kty":"OKP","crv":"X25519","x":"AA"}]}""", "jwks_no_usable_key")]
    [InlineData("""{"keys":[{"kty":"oct","k":"AA"}]}""", "jwks_private_key")]
    [InlineData("""{"keys":[{"kty":"RSA","d":"AA"}]}""", "jwks_private_key")]
    public void A_set_that_is_none_has_a_flaw(string jwks, string code)
    {
        var parsed = keys.Of(NewPool("p", null), jwks);
        Assert.Null(parsed.Keys);
        Assert.Equal(code, parsed.Flaw?.Code);
    }

    [Fact]
    public void A_private_key_spoils_the_set()
    {
        var secret = Json(Ec.PublicJwk).Replace("\"kty\"", "\"d\":\"AA\",\"kty\"", StringComparison.Ordinal);
        Assert.Equal(TokenFlaw.JwksPrivateKey, keys.Of(NewPool("p", null), Set(Json(Rsa.PublicJwk), secret)).Flaw);
    }

    [Fact]
    public void More_pools_than_are_remembered_are_served_all_the_same()
    {
        var jwks = Set(Ec.PublicJwk);
        var first = keys.Of(NewPool("p0", null), jwks);
        for (var i = 1; i <= 10_000; i++) keys.Of(NewPool("p" + i, null), jwks);
        Assert.NotSame(first, keys.Of(NewPool("p0", null), jwks));
    }
}
