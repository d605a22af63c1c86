using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tokens;
using Xunit;

namespace IdentityServer.Domain.Tests.Grants;

/// <summary>RFC 8693. S054.</summary>
public sealed class TokenExchangeGrantTests
{
    readonly ExchangeWorld world = new();

    [Fact]
    public async Task A_trusted_issuers_token_becomes_an_access_token_that_says_whose_word_it_is()
    {
        var tokens = (await world.ExchangeAsync(world.Trusted())).Value();
        Assert.Equal((TokenTypes.AccessToken, 300), (tokens.IssuedTokenType, tokens.ExpiresIn));
        Assert.Null(tokens.IdToken);
        Assert.Null(tokens.RefreshToken);
        var claims = World.Part(tokens.AccessToken);
        Assert.Equal(["iss", "sub", "aud", "client_id", "iat", "exp", "jti", "scope", "idp"], World.Names(claims));
        Assert.Equal("u-1", claims.GetProperty("sub").GetString());
        Assert.Equal("gateway", claims.GetProperty("client_id").GetString());
        Assert.Equal("ti-1", claims.GetProperty("idp").GetString());
        Assert.Equal(ExchangeWorld.Api, claims.GetProperty("aud").GetString());
        Assert.Null(AccessTokenId.Family(claims.GetProperty("jti").GetString()!));
        Assert.Equal([new("gateway", 1)], Assert.Single(world.World.Tally.TakeChanged(World.Start)).Counts);
    }

    [Fact]
    public async Task So_does_an_app_user_id_token_of_a_self_provided_pool()
    {
        Assert.Equal("pool-pinned", await IdpAsync(ExchangeWorld.OfPool()));
        Assert.Equal("pool-pinned", await IdpAsync(ExchangeWorld.OfPool(), ("user_pool_id", "pool-pinned")));
        Assert.Equal("pool-loose", await IdpAsync(ExchangeWorld.OfPool(), ("user_pool_id", "pool-loose")));
        Assert.NotNull(await world.Seen.FindAsync(world.Pool.Id, "u-1", World.Ct));
    }

    async Task<string?> IdpAsync(string token, params (string, string?)[] more) =>
        World.Part((await world.ExchangeAsync(token, more)).Value().AccessToken).GetProperty("idp").GetString();

    [Theory]
    [InlineData(TokenTypes.Jwt)]
    [InlineData(TokenTypes.IdToken)]
    [InlineData(TokenTypes.AccessToken)]
    public async Task A_jwt_may_be_called_what_it_is(string type) =>
        Assert.Null((await world.ExchangeAsync(world.Trusted(), ("subject_token_type", type), ("requested_token_type", TokenTypes.AccessToken))).Reason());

    [Theory]
    [InlineData("subject_token", null, nameof(Reason.SubjectTokenMissing))]
    [InlineData("subject_token_type", null, nameof(Reason.SubjectTokenMissing))]
    [InlineData("subject_token_type", "urn:ietf:params:oauth:token-type:saml2", nameof(Reason.TokenTypeUnsupported))]
    [InlineData("subject_token_type", "urn:ietf:params:oauth:token-type:refresh_token", nameof(Reason.TokenTypeUnsupported))]
    [InlineData("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token", nameof(Reason.TokenTypeUnsupported))]
    [InlineData("requested_token_type", TokenTypes.Jwt, nameof(Reason.TokenTypeUnsupported))]
    [InlineData("actor_token", "x", nameof(Reason.ActorTokenIncomplete))]
    [InlineData("actor_token_type", TokenTypes.Jwt, nameof(Reason.ActorTokenIncomplete))]
    [InlineData("audience", "https://nobody.example", nameof(Reason.ResourceUnknown))]
    [InlineData("resource", "https://nobody.example", nameof(Reason.ResourceUnknown))]
    [InlineData("scope", "openid", nameof(Reason.UserScopeRefused))]
    [InlineData("scope", "orders.read offline_access", nameof(Reason.UserScopeRefused))]
    [InlineData("scope", "orders.read orders.delete", nameof(Reason.ScopeNotAllowed))]
    [InlineData("scope", "orders\\read", nameof(Reason.ScopeMalformed))]
    public async Task A_request_that_is_wrong_is_refused_before_anybody_is_asked(string name, string? value, string reason)
    {
        var token = world.Trusted();
        Assert.Equal(reason, (await world.ExchangeAsync(token, (name, value))).Reason()?.Name);
        Assert.Equal(0, world.World.Trusted.Reads);
    }

    [Fact]
    public async Task An_api_is_named_as_audience_or_as_resource_and_the_scope_goes_down_but_never_up()
    {
        var token = world.Trusted();
        Assert.Equal("orders.read orders.write", (await world.ExchangeAsync(token)).Value().Scope.Text);
        Assert.Equal("orders.read", (await world.ExchangeAsync(token, ("scope", "orders.read"))).Value().Scope.Text);
        world.World.AddApi("https://stock.example", "stock.read");
        foreach (var name in (string[])["audience", "resource"])
            Assert.Equal(ExchangeWorld.Api, World.Part((await world.ExchangeAsync(token, (name, ExchangeWorld.Api))).Value().AccessToken).GetProperty("aud").GetString());
        Assert.Equal(Reason.ResourceWithoutScope, (await world.ExchangeAsync(token, ("audience", "https://stock.example"))).Reason());
        var form = World.Form(("grant_type", GrantTypes.TokenExchange), ("subject_token", token), ("subject_token_type", TokenTypes.Jwt), ("audience", ExchangeWorld.Api), ("audience", "https://nobody.example"));
        Assert.Equal(Reason.ResourceUnknown, (await world.Pipeline.RunAsync(world.World.Pool, World.Basic("gateway"), form, World.Ct)).Answer.Reason());
    }

    [Fact]
    public async Task It_lives_no_longer_than_what_it_was_made_of()
    {
        Assert.Equal(120, (await world.ExchangeAsync(world.Trusted(lives: 120))).Value().ExpiresIn);
        var tokens = (await world.ExchangeAsync(world.Trusted(), ("actor_token", world.Trusted("robot", lives: 60)), ("actor_token_type", TokenTypes.Jwt))).Value();
        Assert.Equal(60, tokens.ExpiresIn);
        Assert.Equal(ExchangeWorld.Second + 60, World.Part(tokens.AccessToken).GetProperty("exp").GetInt64());
        // A verifier allows for clocks that differ.
        Assert.Equal(Reason.SubjectTokenInvalid, (await world.ExchangeAsync(world.Trusted(lives: 0))).Reason());
        Assert.Equal(Reason.SubjectTokenInvalid, (await world.ExchangeAsync(ExchangeWorld.OfPool(lives: -30))).Reason());
    }

    [Fact]
    public async Task An_actor_is_named_where_may_act_allows_it()
    {
        var robot = world.Trusted("robot");
        (string, string?)[] actor = [("actor_token", robot), ("actor_token_type", TokenTypes.Jwt)];
        var act = World.Part((await world.ExchangeAsync(world.Trusted(), actor)).Value().AccessToken).GetProperty("act");
        Assert.Equal("""{"sub":"robot","iss":"https://sso.example"}""", act.GetRawText());
        Assert.Null((await world.ExchangeAsync(world.Trusted(more: "\"may_act\":{\"sub\":\"robot\"}"), actor)).Reason());
        Assert.Equal(Reason.ActorNotAllowed, (await world.ExchangeAsync(world.Trusted(more: "\"may_act\":{\"sub\":\"other\"}"), actor)).Reason());
        Assert.Null((await world.ExchangeAsync(world.Trusted(more: "\"may_act\":{\"sub\":\"other\"}"))).Reason());
        Assert.Equal(Reason.ActorTokenInvalid, (await world.ExchangeAsync(world.Trusted(), ("actor_token", "x"), ("actor_token_type", TokenTypes.Jwt))).Reason());
    }

    [Fact]
    public async Task Nobody_gets_a_token_that_names_a_user_of_the_pool_a_client_or_a_pool()
    {
        await world.UserRows.AddAsync(World.NewUser("alice"), World.Ct);
        Assert.Equal(Reason.SubjectIsAUser, (await world.ExchangeAsync(world.Trusted("sub-of-alice"))).Reason());
        Assert.Equal(Reason.SubjectIsAUser, (await world.ExchangeAsync(ExchangeWorld.OfPool("sub-of-alice"))).Reason());
        foreach (var id in (string[])["machine@clients", "https://id.example/x", "default", "with blank", "ünïcode"])
            Assert.Equal(Reason.SubjectIdUnfit, (await world.ExchangeAsync(ExchangeWorld.OfPool(id))).Reason());
    }

    [Fact]
    public async Task Only_the_trust_of_the_organization_that_owns_the_pool_counts()
    {
        var stranger = world.World.TrustedIssuers.Put(ExchangeWorld.NewIssuer("ti-9", "https://other.example", "org-globex"));
        Assert.Equal(Reason.SubjectTokenInvalid, (await world.ExchangeAsync(world.Trusted(issuer: stranger))).Reason());
        Assert.Equal(Reason.SubjectTokenInvalid, (await world.ExchangeAsync(ExchangeWorld.OfPool(issuer: "https://globex.example"), ("user_pool_id", "pool-globex"))).Reason());
        Assert.Equal(Reason.SubjectTokenInvalid, (await world.ExchangeAsync(ExchangeWorld.OfPool(issuer: "https://globex.example"))).Reason());
        Assert.Equal(Reason.SubjectTokenInvalid, (await new ExchangeWorld().ExchangeAsync(world.Trusted())).Reason());
        var nobodys = new World();
        var grant = new Domain.Grants.TokenExchangeGrant(nobodys.Organizations, world.Subjects, new(nobodys.Pool, nobodys.UserPools), world.UserRows);
        var request = new Domain.Grants.TokenRequest(nobodys.Pool, nobodys.Rings.Default, nobodys.Machine,
            World.Form(("subject_token", world.Trusted()), ("subject_token_type", TokenTypes.Jwt)), Domain.Resources.ResourceSet.Empty, World.Start);
        Assert.Equal(Reason.SubjectTokenInvalid, (await grant.RedeemAsync(request, World.Ct)).Reason());
    }

    [Fact]
    public async Task Our_own_tokens_are_none_of_somebody_else()
    {
        var tokens = await world.World.TokensAsync();
        foreach (var own in (string[])[World.Text(tokens.AccessToken), World.Text(tokens.IdToken), tokens.RefreshToken!])
            foreach (var pool in (string?[])[null, "pool-loose", "pool-hosted"])
                Assert.Equal(Reason.SubjectTokenInvalid, (await world.ExchangeAsync(own, ("user_pool_id", pool))).Reason());
    }

    [Fact]
    public async Task A_public_client_is_refused_even_where_it_is_registered_for_the_grant()
    {
        world.World.Clients.Put(World.NewClient("open", ClientAuthMethod.None, grants: [GrantTypes.TokenExchange]));
        Assert.Equal(Reason.GrantNotAllowed, (await world.ExchangeAsync(null, world.Trusted(), ("client_id", "open"))).Reason());
    }
}
