using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Logout;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Logout;

/// <summary>S069, S070.</summary>
public sealed class EndSessionTests
{
    const string Bye = "https://app.example/bye";

    readonly World world = new();

    async Task<Result<LogoutRequest>> ReadAsync(params (string, string?)[] form) =>
        await new EndSession(world.Clients, world.Hints).ReadAsync(world.Pool, World.Form(form), World.Ct);

    async Task<string> HintAsync() => World.Text((await world.TokensAsync("openid")).IdToken);

    [Fact]
    public async Task What_was_asked_is_kept_and_the_hint_itself_is_not()
    {
        Assert.Equal(LogoutRequest.Plain, (await ReadAsync()).Value());
        var request = (await ReadAsync(("id_token_hint", await HintAsync()), ("post_logout_redirect_uri", Bye), ("state", "a b&c"))).Value();
        Assert.Equal(new(new(world.User.Id, new("web"), new("sid-1")), "web", "The client web", Bye, "a b&c"), request);
    }

    [Fact]
    public async Task A_disabled_client_leads_nobody_anywhere()
    {
        var hint = await HintAsync();
        world.Clients.Put(World.NewClient("web", disabled: true));
        Assert.Equal(Reason.LogoutClientMismatch, (await ReadAsync(("client_id", "web"), ("post_logout_redirect_uri", Bye))).Reason());
        Assert.Equal(Reason.LogoutClientMismatch, (await ReadAsync(("id_token_hint", hint), ("post_logout_redirect_uri", Bye))).Reason());
    }

    [Fact]
    public async Task The_port_of_a_loopback_address_may_not_vary_here()
    {
        var client = new Client { PoolId = PoolId.Default, Id = new("native"), Name = "Native", PostLogoutRedirectUris = ["http://127.0.0.1/bye"], CreatedAt = World.Start };
        world.Clients.Put(client);
        Assert.Equal("http://127.0.0.1/bye", (await ReadAsync(("client_id", "native"), ("post_logout_redirect_uri", "http://127.0.0.1/bye"))).Value().RedirectUri);
        Assert.Equal(Reason.PostLogoutRedirectUriUnregistered, (await ReadAsync(("client_id", "native"), ("post_logout_redirect_uri", "http://127.0.0.1:8080/bye"))).Reason());
    }

    [Fact]
    public async Task A_state_that_no_address_could_carry_is_refused()
    {
        Assert.Equal(Reason.ParameterTooLong, (await ReadAsync(("client_id", "web"), ("post_logout_redirect_uri", Bye), ("state", new('x', 2049)))).Reason());
        Assert.Equal(Reason.ParameterTooLong, (await ReadAsync(("client_id", "web"), ("post_logout_redirect_uri", Bye), ("state", new('\u20ac', 683)))).Reason());
        Assert.Equal(2048, (await ReadAsync(("client_id", "web"), ("post_logout_redirect_uri", Bye), ("state", new('x', 2048)))).Value().State!.Length);
    }

    [Fact]
    public async Task A_hint_that_is_not_ours_ends_nothing_and_redirects_nowhere()
    {
        foreach (var hint in (string[])["x", World.Text((await world.TokensAsync("openid")).AccessToken), Jose.Tokens.Unsigned("""{"alg":"RS256","typ":"JWT"}""", """{"iat":"x"}""")])
            Assert.Equal(Reason.LogoutHintInvalid, (await ReadAsync(("id_token_hint", hint), ("client_id", "web"), ("post_logout_redirect_uri", Bye))).Reason());
    }

    [Fact]
    public async Task The_client_is_known_and_the_one_of_the_hint()
    {
        Assert.Equal(Reason.LogoutClientMismatch, (await ReadAsync(("id_token_hint", await HintAsync()), ("client_id", "evil"))).Reason());
        Assert.Equal(Reason.LogoutClientMismatch, (await ReadAsync(("client_id", "nobody"))).Reason());
        Assert.Equal(Reason.LogoutClientMismatch, (await ReadAsync(("client_id", "we b"))).Reason());
        Assert.Equal(Reason.ParameterRepeated, (await ReadAsync(("client_id", "web"), ("client_id", "web"))).Reason());
    }

    [Theory]
    [InlineData("https://app.example/bye/")]
    [InlineData("https://app.example/bye?x")]
    [InlineData("https://app.example/cb")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Only_an_exactly_registered_uri_is_ever_redirected_to(string uri)
    {
        Assert.Equal(Reason.PostLogoutRedirectUriUnregistered, (await ReadAsync(("client_id", "web"), ("post_logout_redirect_uri", uri))).Reason());
        Assert.Equal(Reason.PostLogoutRedirectUriUnregistered, (await ReadAsync(("post_logout_redirect_uri", Bye))).Reason());
    }
}
