using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Sessions;

/// <summary>S069, S070.</summary>
public sealed class EndSessionTests
{
    const string Bye = "https://app.example/bye";

    readonly World world = new();

    async Task<Result<LogoutPlan>> PlanAsync(SessionOfUser? session, params (string, string?)[] form) =>
        await new EndSession(world.Clients, world.Hints).PlanAsync(world.Pool, World.Form(form), session, World.Ct);

    async Task<string> HintAsync() => World.Text((await world.TokensAsync("openid")).IdToken);

    [Fact]
    public async Task Without_a_hint_the_user_is_asked()
    {
        Assert.Equal(new(null, null, null, null, true), (await PlanAsync(world.SignIn())).Value());
        Assert.True((await PlanAsync(world.SignIn(), ("client_id", "web"), ("post_logout_redirect_uri", Bye))).Value().MustAsk);
        Assert.True((await PlanAsync(null)).Value().MustAsk);
    }

    [Fact]
    public async Task A_hint_for_this_very_session_ends_it_without_a_question()
    {
        var hint = await HintAsync();
        var plan = (await PlanAsync(world.SignIn(), ("id_token_hint", hint), ("post_logout_redirect_uri", Bye), ("state", "a b&c"))).Value();
        Assert.Equal(("web", "The client web", false), (plan.ClientId, plan.ClientName, plan.MustAsk));
        Assert.Equal("https://app.example/bye?state=a%20b%26c", plan.Destination);
        Assert.False((await PlanAsync(null, ("id_token_hint", hint))).Value().MustAsk);
    }

    [Fact]
    public async Task A_hint_for_another_user_or_another_session_asks_first()
    {
        var hint = await HintAsync();
        Assert.True((await PlanAsync(world.SignIn(World.NewUser("bob")), ("id_token_hint", hint))).Value().MustAsk);
        Assert.True((await PlanAsync(world.SignIn(id: "sid-2"), ("id_token_hint", hint))).Value().MustAsk);
    }

    [Fact]
    public async Task A_hint_that_is_not_ours_ends_nothing_and_redirects_nowhere()
    {
        foreach (var hint in (string[])["x", World.Text((await world.TokensAsync("openid")).AccessToken), Jose.Tokens.Unsigned("""{"alg":"RS256","typ":"JWT"}""", """{"iat":"x"}""")])
            Assert.Equal(Reason.LogoutHintInvalid, (await PlanAsync(world.SignIn(), ("id_token_hint", hint), ("client_id", "web"), ("post_logout_redirect_uri", Bye))).Reason());
    }

    [Fact]
    public async Task The_client_is_known_and_the_one_of_the_hint()
    {
        Assert.Equal(Reason.LogoutClientMismatch, (await PlanAsync(world.SignIn(), ("id_token_hint", await HintAsync()), ("client_id", "evil"))).Reason());
        Assert.Equal(Reason.LogoutClientMismatch, (await PlanAsync(world.SignIn(), ("client_id", "nobody"))).Reason());
        Assert.Equal(Reason.LogoutClientMismatch, (await PlanAsync(world.SignIn(), ("client_id", "we b"))).Reason());
        Assert.Equal(Reason.ParameterRepeated, (await PlanAsync(world.SignIn(), ("client_id", "web"), ("client_id", "web"))).Reason());
    }

    [Theory]
    [InlineData("https://app.example/bye/")]
    [InlineData("https://app.example/bye?x")]
    [InlineData("https://app.example/cb")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Only_an_exactly_registered_uri_is_ever_redirected_to(string uri)
    {
        Assert.Equal(Reason.PostLogoutRedirectUriUnregistered, (await PlanAsync(world.SignIn(), ("client_id", "web"), ("post_logout_redirect_uri", uri))).Reason());
        Assert.Equal(Reason.PostLogoutRedirectUriUnregistered, (await PlanAsync(world.SignIn(), ("post_logout_redirect_uri", Bye))).Reason());
    }

    [Fact]
    public void State_joins_the_query_that_is_there_and_nothing_is_added_without_it()
    {
        Assert.Equal("https://a/b?c=d&state=%23", new LogoutPlan(null, null, "https://a/b?c=d", "#", true).Destination);
        Assert.Equal("https://a/b", new LogoutPlan(null, null, "https://a/b", null, true).Destination);
        Assert.Null(new LogoutPlan(null, null, null, "s", true).Destination);
    }
}
