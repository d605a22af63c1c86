using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tokens;
using Xunit;

namespace IdentityServer.Domain.Tests.Tokens;

/// <summary>S037.</summary>
public sealed class TokenIssuerTests
{
    readonly World world = new();

    static TokenGrant Grant(string scope, UserGrant? user = null, string algorithm = "ES256") =>
        new() { Audience = new(["https://id.example"], World.Scope(scope), algorithm), User = user, RefreshToken = "rt" };

    async Task<UserGrant> UserAsync()
    {
        await world.CodeAsync();
        return new(world.Families.Only, world.User, "n-1");
    }

    [Fact]
    public async Task Tokens_verify_with_the_published_keys_and_say_what_they_are()
    {
        var tokens = TokenIssuer.Issue(world.Pool, world.Rings.Default, world.Web, Grant("openid", await UserAsync()), World.Start).Value();
        Assert.Equal((300, "openid", "rt"), (tokens.ExpiresIn, tokens.Scope.Text, tokens.RefreshToken));
        foreach (var (token, typ, algorithm) in ((byte[]?, string, string)[])[(tokens.AccessToken, "at+jwt", "ES256"), (tokens.IdToken, "JWT", "RS256")])
        {
            var header = World.Part(token, 0);
            Assert.Equal(["alg", "kid", "typ"], World.Names(header));
            Assert.Equal((typ, algorithm), (header.GetProperty("typ").GetString(), header.GetProperty("alg").GetString()));
            var jwt = Jose.Tokens.Read(World.Text(token));
            Assert.Null(JwtVerifier.Verify(jwt, world.Rings.Default, new() { Issuer = "https://id.example", Typ = typ }, World.Start));
        }
    }

    [Fact]
    public async Task An_id_token_comes_only_with_a_user_and_openid()
    {
        var user = await UserAsync();
        Assert.Null(TokenIssuer.Issue(world.Pool, world.Rings.Default, world.Web, Grant("email", user), World.Start).Value().IdToken);
        Assert.Null(TokenIssuer.Issue(world.Pool, world.Rings.Default, world.Web, Grant("openid"), World.Start).Value().IdToken);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_issued()
    {
        var user = await UserAsync();
        Assert.Equal(Reason.KeysUnavailable, TokenIssuer.Issue(world.Pool, world.Rings.Default, world.Web, Grant("openid", user, "PS256"), World.Start).Reason());
        Assert.Equal(Reason.KeysUnavailable, TokenIssuer.Issue(world.Pool, Rings.Ring(PoolId.Default, "RS256"), world.Web, Grant("openid", user), World.Start).Reason());
    }
}
