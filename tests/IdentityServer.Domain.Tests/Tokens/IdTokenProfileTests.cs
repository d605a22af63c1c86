using System.Security.Cryptography;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Tokens;

public sealed class IdTokenProfileTests
{
    static readonly string[] Always = ["iss", "sub", "aud", "iat", "exp", "auth_time", "nonce", "acr", "amr", "sid", "at_hash"];

    readonly World world = new();

    [Fact]
    public async Task It_has_exactly_its_claims_and_none_of_userinfo()
    {
        var claims = World.Part((await world.TokensAsync()).IdToken);
        Assert.Equal(Always, World.Names(claims));
        Assert.Equal("web", claims.GetProperty("aud").GetString());
        Assert.Equal("n-1", claims.GetProperty("nonce").GetString());
        Assert.Equal(World.Start.ToUnixTimeSeconds(), claims.GetProperty("iat").GetInt64());
        Assert.Equal(World.Start.ToUnixTimeSeconds() - 60, claims.GetProperty("auth_time").GetInt64());
        Assert.Equal(["pwd"], claims.GetProperty("amr").EnumerateArray().Select(method => method.GetString()));
    }

    // OIDC Core §3.1.3.6: the hash of the ID token's own algorithm.
    [Fact]
    public async Task At_hash_is_the_left_half_of_the_access_tokens_hash()
    {
        foreach (var algorithm in world.Rings.Default.Algorithms)
        {
            var client = world.Clients.Put(World.NewClient("web-" + algorithm, idTokenAlgorithm: algorithm));
            var tokens = await world.TokensAsync("openid", client);
            var hash = algorithm == "EdDSA" ? SHA512.HashData(tokens.AccessToken) : SHA256.HashData(tokens.AccessToken);
            Assert.Equal(algorithm, World.Part(tokens.IdToken, 0).GetProperty("alg").GetString());
            Assert.Equal(hash[..(hash.Length / 2)], Jose.Tokens.Bytes(World.Part(tokens.IdToken).GetProperty("at_hash").GetString()!));
        }
    }

    [Fact]
    public async Task A_refreshed_one_keeps_who_and_when_and_has_no_nonce()
    {
        var tokens = await world.TokensAsync();
        var first = World.Part(tokens.IdToken);
        world.Clock.Advance(TimeSpan.FromHours(1));
        var second = World.Part((await world.RefreshAsync(tokens.RefreshToken)).Value().IdToken);
        Assert.Equal(Always.Except(["nonce"]), World.Names(second));
        foreach (var name in (string[])["iss", "sub", "aud", "auth_time", "sid"]) Assert.Equal(first.GetProperty(name).ToString(), second.GetProperty(name).ToString());
        Assert.Equal(first.GetProperty("iat").GetInt64() + 3600, second.GetProperty("iat").GetInt64());
    }

    [Fact]
    public async Task A_nonce_of_odd_characters_is_echoed_and_injects_nothing()
    {
        const string nonce = "\"},\"sub\":\"mallory\",{\\u0022 +%&<>\u2028ü😀";
        var claims = World.Part((await world.RedeemAsync(await world.CodeAsync(nonce: nonce))).Value().IdToken);
        Assert.Equal(nonce, claims.GetProperty("nonce").GetString());
        Assert.Equal(Always, World.Names(claims));
    }

    [Fact]
    public async Task Without_a_nonce_there_is_none() =>
        Assert.DoesNotContain("nonce", World.Names(World.Part((await world.RedeemAsync(await world.CodeAsync(nonce: null))).Value().IdToken)));

    [Fact]
    public async Task Claims_asked_for_by_name_cannot_replace_or_add_to_ours()
    {
        const string claims = """{"id_token":{"sub":null,"iss":null,"aud":{"value":"evil"},"exp":null,"nonce":null,"at_hash":null,"admin":{"essential":true},"email":null,"name":null,"phone_number":null}}""";
        var token = World.Part((await world.TokensAsync("openid", claims: claims)).IdToken);
        // phone_number belongs to a scope this client is not registered for.
        Assert.Equal([.. Always, "email", "name"], World.Names(token));
        Assert.Equal("web", token.GetProperty("aud").GetString());
    }
}
