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
        var tokens = TokenIssuer.Issue(world.Pool, world.Rings.Default, world.Web, Grant("openid", await UserAsync()), world.Tally, World.Start).Value();
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
        Assert.Null(TokenIssuer.Issue(world.Pool, world.Rings.Default, world.Web, Grant("email", user), world.Tally, World.Start).Value().IdToken);
        Assert.Null(TokenIssuer.Issue(world.Pool, world.Rings.Default, world.Web, Grant("openid"), world.Tally, World.Start).Value().IdToken);
    }

    [Fact]
    public async Task Every_token_is_counted_for_its_key_and_client_until_it_expires()
    {
        var user = await UserAsync();
        TokenIssuer.Issue(world.Pool, world.Rings.Default, world.Web, Grant("openid", user), world.Tally, World.Start).Value();
        TokenIssuer.Issue(world.Pool, world.Rings.Default, world.Machine, Grant(""), world.Tally, World.Start).Value();
        Assert.Equal(Reason.KeysUnavailable, TokenIssuer.Issue(world.Pool, Rings.Ring(PoolId.Default, "RS256"), world.Web, Grant("openid", user), world.Tally, World.Start).Reason());
        var rows = world.Tally.TakeChanged(World.Start).OrderBy(row => row.ExpiresAt).ToArray();
        Assert.Equal([TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)], rows.Select(row => row.ExpiresAt - World.Start));
        Assert.Equal(["ES256", "RS256"], rows.Select(row => world.Rings.Default.Signers.Single(signer => signer.Credential.Kid == row.Kid).Credential.Algorithm.Name));
        Assert.Equal([new("machine", 1), new("web", 1)], rows[0].Counts);
        Assert.Equal([new("web", 1)], rows[1].Counts);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_issued()
    {
        var user = await UserAsync();
        Assert.Equal(Reason.KeysUnavailable, TokenIssuer.Issue(world.Pool, world.Rings.Default, world.Web, Grant("openid", user, "PS256"), world.Tally, World.Start).Reason());
        Assert.Equal(Reason.KeysUnavailable, TokenIssuer.Issue(world.Pool, Rings.Ring(PoolId.Default, "RS256"), world.Web, Grant("openid", user), world.Tally, World.Start).Reason());
    }
}
