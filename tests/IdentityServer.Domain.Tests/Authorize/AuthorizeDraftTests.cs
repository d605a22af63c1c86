using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Resources;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Authorize;

public sealed class AuthorizeDraftTests
{
    [Fact]
    public void It_completes_to_what_the_rules_proved_and_the_request_said()
    {
        var form = World.Form(("client_id", "web"), ("state", "s"), ("code_challenge", World.Challenge), ("nonce", "n"), ("login_hint", "alice"), ("claims", "{}"));
        var draft = new AuthorizeDraft(form, World.NewClient("web"), ResourceSet.Empty, _ => null)
        {
            RedirectUri = World.Callback,
            Mode = ResponseMode.Fragment,
            Scope = World.Scope("openid"),
            Prompts = Prompts.Consent,
            MaxAge = TimeSpan.Zero,
            HintedUser = new("u"),
            Resources = ["https://a"],
        };
        var request = draft.Complete();
        Assert.Equal(new AnswerAddress(World.Callback, ResponseMode.Fragment, "s"), request.Answer);
        Assert.Equal((World.Challenge, "n", "alice", "{}"), (request.CodeChallenge, request.Nonce, request.LoginHint, request.ClaimsText));
        Assert.Equal((Prompts.Consent, TimeSpan.Zero, "u"), (request.Prompts, request.MaxAge, request.HintedUser?.Value));
        Assert.Equal(["https://a"], request.Resources);
        Assert.Equal("web", request.Client.Id.Value);
    }

    [Theory]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    public void A_state_that_is_too_long_is_not_carried_in_its_own_refusal(int length, bool isCarried)
    {
        var draft = new AuthorizeDraft(World.Form(("state", new('s', length))), World.NewClient("web"), ResourceSet.Empty, _ => null);
        Assert.Equal(isCarried, draft.Address.State is not null);
    }
}
