using System.Text.Json;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Protocol.Token;

/// <summary>RFC 8693 over HTTP. S054, S058.</summary>
public sealed class TokenExchangeTests(TrustingApp trusting) : IClassFixture<TrustingApp>
{
    readonly IdpApp app = trusting.App;

    Task<Answer> ExchangeAsync(string client, string token, params (string Name, string? Value)[] more) =>
        app.FormAsync("/connect/token", client, [("grant_type", GrantTypes.TokenExchange), ("subject_token", token), ("subject_token_type", TokenTypes.Jwt), .. more]);

    [Fact]
    public async Task A_trusted_issuers_token_is_exchanged_and_what_comes_of_it_dies_with_the_trust()
    {
        var (issuer, gateway) = (await trusting.TrustAsync(), await trusting.GatewayAsync());
        var answer = (await ExchangeAsync(gateway, trusting.Token(issuer.Issuer), ("audience", TestClients.Api), ("scope", "cart"))).Grants();
        Assert.Equal(["access_token", "issued_token_type", "token_type", "expires_in", "scope"], answer.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal((TokenTypes.AccessToken, "cart"), (answer["issued_token_type"], answer["scope"]));
        var claims = answer.Claims("access_token");
        Assert.Equal(("u-1", TestClients.Api, issuer.Id), (claims.GetProperty("sub").GetString(), claims.GetProperty("aud").GetString(), claims.GetProperty("idp").GetString()));

        var told = await app.IntrospectAsync(answer.AccessToken, gateway);
        Assert.Equal((true, issuer.Id, "u-1"), (told.Json.GetProperty("active").GetBoolean(), told["idp"], told["sub"]));
        (await app.UserInfoAsync(answer.AccessToken)).Refuses("insufficient_scope", 403, challenged: true);

        var disabled = await trusting.ChangeAsync(issuer, before => before with { Disabled = true });
        Assert.Equal(Refusals.Inactive, (await app.IntrospectAsync(answer.AccessToken, gateway)).Body);
        (await app.UserInfoAsync(answer.AccessToken)).Refuses("invalid_token", 401);
        (await ExchangeAsync(gateway, trusting.Token(issuer.Issuer))).Refuses("invalid_request");
        await trusting.ChangeAsync(disabled, before => before with { Disabled = false });
        Assert.NotEqual(Refusals.Inactive, (await app.IntrospectAsync(answer.AccessToken, gateway)).Body);
        Assert.Equal(200, (await app.FormAsync("/connect/revoke", gateway, ("token", answer.AccessToken))).Status);
        Assert.Equal(Refusals.Inactive, (await app.IntrospectAsync(answer.AccessToken, gateway)).Body);
    }

    [Fact]
    public async Task So_is_the_token_of_a_self_provided_pool()
    {
        var gateway = await trusting.GatewayAsync();
        var pool = await trusting.PinnedPoolAsync("https://users.pinned.test");
        var token = trusting.Token("https://users.pinned.test");
        var exchanged = (await ExchangeAsync(gateway, token)).Grants();
        Assert.Equal(pool.Id.Value, exchanged.Claims("access_token").GetProperty("idp").GetString());
        Assert.Equal(pool.Id.Value, (await ExchangeAsync(gateway, token, ("user_pool_id", pool.Id.Value))).Grants().Claims("access_token").GetProperty("idp").GetString());
        (await ExchangeAsync(gateway, token, ("user_pool_id", Guid.CreateVersion7().ToString()))).Refuses("invalid_request");

        var record = AuditRecord.Of(app.Clock, AuditAction.UserPoolRemoved, Actors.System, pool.Id.Value);
        Assert.Equal(Outcome.Done, await app.Service<IUserPoolStore>().RemoveAsync(pool, null, app.Clock.Now, new(record), CancellationToken.None));
        Assert.Equal(Refusals.Inactive, (await app.IntrospectAsync(exchanged.AccessToken, gateway)).Body);
        (await ExchangeAsync(gateway, token)).Refuses("invalid_request");
    }

    [Fact]
    public async Task An_actor_is_named_as_far_as_may_act_allows_it()
    {
        var (issuer, gateway) = (await trusting.TrustAsync(), await trusting.GatewayAsync());
        (string, string?)[] actor = [("actor_token", trusting.Token(issuer.Issuer, "robot", lives: 60)), ("actor_token_type", TokenTypes.Jwt)];
        var answer = (await ExchangeAsync(gateway, trusting.Token(issuer.Issuer, more: "\"may_act\":{\"sub\":\"robot\"}"), actor)).Grants();
        Assert.Equal(60, answer.Json.GetProperty("expires_in").GetInt32());
        var act = (await app.IntrospectAsync(answer.AccessToken, gateway)).Json.GetProperty("act");
        Assert.Equal(("robot", issuer.Issuer), (act.GetProperty("sub").GetString(), act.GetProperty("iss").GetString()));
        (await ExchangeAsync(gateway, trusting.Token(issuer.Issuer, more: "\"may_act\":{\"sub\":\"u-9\"}"), actor)).Refuses("invalid_request");
        (await ExchangeAsync(gateway, trusting.Token(issuer.Issuer), actor[0])).Refuses("invalid_request");
    }

    [Fact]
    public async Task Tokens_of_another_kind_or_for_somebody_else_are_all_refused_alike()
    {
        var (issuer, gateway) = (await trusting.TrustAsync(), await trusting.GatewayAsync());
        var own = await app.TokensAsync();
        var other = await trusting.TrustAsync(before => before with { OrganizationId = trusting.Org.Other.Organization });
        string[] bad =
        [
            "x", own.AccessToken, own["id_token"]!, own["refresh_token"]!, trusting.Token(issuer.Issuer, audience: "another"), trusting.Token("https://nobody.test"), trusting.Token(other.Issuer),
            trusting.Token(issuer.Issuer, "machine@clients"), trusting.Token(issuer.Issuer, own.Claims().GetProperty("sub").GetString()!), Forge.Unsigned(trusting.Token(issuer.Issuer)),
            Forge.SignedByStranger(trusting.Token(issuer.Issuer)), trusting.Token(issuer.Issuer, more: "\"events\":{}"), trusting.Token(issuer.Issuer, lives: -120),
        ];
        HashSet<string> bodies = [];
        foreach (var token in bad)
        {
            var answer = await ExchangeAsync(gateway, token);
            answer.Refuses("invalid_request");
            bodies.Add(answer.Body);
        }
        Assert.Single(bodies);
        (await ExchangeAsync(gateway, trusting.Token(issuer.Issuer), ("audience", "https://nobody.example"))).Refuses("invalid_target");
        (await ExchangeAsync(gateway, trusting.Token(issuer.Issuer), ("scope", "openid"))).Refuses("invalid_scope");
        (await ExchangeAsync(TestClients.Web, trusting.Token(issuer.Issuer))).Refuses("unauthorized_client");
        (await ExchangeAsync(TestClients.Public, trusting.Token(issuer.Issuer))).Refuses("unauthorized_client");
    }

    [Fact]
    public async Task Discovery_announces_it()
    {
        var metadata = JsonElement.Parse(await app.Http.GetStringAsync("/.well-known/openid-configuration", TestContext.Current.CancellationToken));
        Assert.Contains(GrantTypes.TokenExchange, metadata.GetProperty("grant_types_supported").EnumerateArray().Select(one => one.GetString()));
        foreach (var endpoint in (string[])["token", "revocation", "introspection"])
            Assert.Contains("trusted_issuer_jwt", metadata.GetProperty(endpoint + "_endpoint_auth_methods_supported").EnumerateArray().Select(one => one.GetString()));
    }
}
