using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Authorize;

public sealed class AuthorizeValidatorTests
{
    readonly World world = new();

    async Task<(AuthorizeRequest? Request, AuthorizeRefusal? Refusal)> ValidateAsync(params (string Name, string? Value)[] changes)
    {
        (string, string?)[] good =
        [
            ("client_id", "web"), ("redirect_uri", World.Callback), ("response_type", "code"), ("scope", "openid"), ("state", "s"),
            ("code_challenge", World.Challenge), ("code_challenge_method", "S256"),
        ];
        var form = World.Form([.. good.Where(pair => changes.All(change => change.Name != pair.Item1)), .. changes]);
        return await new AuthorizeValidator(world.Clients, world.Resources, world.Hints).ValidateAsync(world.Pool, form, World.Ct);
    }

    [Fact]
    public async Task A_good_request_becomes_one_that_may_be_acted_on()
    {
        var (request, refusal) = await ValidateAsync();
        Assert.Null(refusal);
        Assert.Same(world.Web, request!.Client);
    }

    // S001, S013: with everything else wrong as well, nothing leaves the house before client and redirect_uri stand.
    [Theory]
    [InlineData("client_id", null)]
    [InlineData("client_id", "nobody")]
    [InlineData("client_id", "we b")]
    [InlineData("client_id", "of-another-pool")]
    [InlineData("redirect_uri", null)]
    [InlineData("redirect_uri", "https://evil.example/")]
    public async Task Nothing_is_told_to_anyone_before_client_and_redirect_uri_are_right(string name, string? value)
    {
        world.Clients.Put(World.NewClient("of-another-pool", pool: new("other")));
        var (request, refusal) = await ValidateAsync((name, value), ("response_type", "token"), ("prompt", "none login"), ("nonce", "a"), ("nonce", "b"));
        Assert.Null(request);
        Assert.Null(refusal!.Address);
        Assert.Equal(name, refusal.Parameter);
    }

    [Fact]
    public async Task Afterwards_the_client_is_told_with_its_own_state_and_mode()
    {
        var (_, refusal) = await ValidateAsync(("response_type", "token"), ("response_mode", "form_post"), ("state", "+ %&\"<ü"));
        Assert.Equal(Reason.ResponseTypeUnsupported, refusal!.Refusal.Reason);
        Assert.Equal(new AnswerAddress(World.Callback, ResponseMode.FormPost, "+ %&\"<ü"), refusal.Address);
    }

    [Fact]
    public async Task A_hint_is_read_with_this_pools_keys()
    {
        var tokens = await world.TokensAsync("openid");
        var (request, _) = await ValidateAsync(("id_token_hint", World.Text(tokens.IdToken)));
        Assert.Equal(world.User.Id, request!.HintedUser);
        var (_, refusal) = await ValidateAsync(("id_token_hint", World.Text(tokens.AccessToken)));
        Assert.Equal(Reason.IdTokenHintInvalid, refusal!.Refusal.Reason);
    }
}
