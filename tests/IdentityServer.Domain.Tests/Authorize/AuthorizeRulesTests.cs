using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Resources;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Authorize;

/// <summary>Each rule by itself, and their order. S001 to S003, S012, S016, S019.</summary>
public sealed class AuthorizeRulesTests
{
    static readonly ResourceSet Known = new([new() { PoolId = PoolId.Default, Identifier = "https://orders.example", Scopes = ["orders.read"] }]);

    static (string, string?)[] Good =>
    [
        ("client_id", "web"), ("redirect_uri", World.Callback), ("response_type", "code"), ("scope", "openid"), ("state", "s"),
        ("code_challenge", World.Challenge), ("code_challenge_method", "S256"),
    ];

    static AuthorizeDraft Draft(Client? client, params (string Name, string? Value)[] changes)
    {
        var names = changes.Select(change => change.Name).ToHashSet();
        return new(World.Form([.. Good.Where(pair => !names.Contains(pair.Item1)), .. changes]), client, Known, hint => hint == "of-alice" ? new UserId("sub-of-alice") : null);
    }

    static (Reason? Reason, AuthorizeRules.Told? Told) Judge(AuthorizeDraft draft)
    {
        foreach (var rule in AuthorizeRules.InOrder)
            if (rule.Check(draft) is { } reason) return (reason, rule.Told);
        return (null, null);
    }

    static Reason? Refused(params (string, string?)[] changes) => Judge(Draft(World.NewClient("web"), changes)).Reason;

    [Fact]
    public void A_good_request_passes_every_rule()
    {
        var draft = Draft(World.NewClient("web"), ("scope", "openid email unknown"), ("nonce", "n"), ("max_age", "10"), ("prompt", "login"), ("id_token_hint", "of-alice"),
            ("claims", """{"userinfo":{"name":null}}"""), ("resource", "https://orders.example"), ("foo", "bar"), ("ui_locales", "de"), ("response_mode", "form_post"));
        Assert.Null(Judge(draft).Reason);
        var request = draft.Complete();
        Assert.Equal(new AnswerAddress(World.Callback, ResponseMode.FormPost, "s"), request.Answer);
        Assert.Equal("openid email", request.Scope.Text);
        Assert.Equal(TimeSpan.FromSeconds(10), request.MaxAge);
        Assert.Equal(Prompts.Login, request.Prompts);
        Assert.Equal("sub-of-alice", request.HintedUser?.Value);
        Assert.Equal(["https://orders.example"], request.Resources);
    }

    [Fact]
    public void The_first_two_rules_speak_to_the_user_and_all_others_to_the_client()
    {
        Assert.Equal([Params.ClientId, Params.RedirectUri], AuthorizeRules.InOrder.Take(2).Select(rule => rule.Parameter));
        Assert.All(AuthorizeRules.InOrder.Take(2), rule => Assert.Equal(AuthorizeRules.Told.User, rule.Told));
        Assert.All(AuthorizeRules.InOrder.Skip(2), rule => Assert.Equal(AuthorizeRules.Told.Client, rule.Told));
    }

    [Fact]
    public void An_unknown_or_disabled_client_is_never_told_anything()
    {
        Assert.Equal((Reason.AuthorizeClientMissing, AuthorizeRules.Told.User), Judge(Draft(null, ("client_id", null))));
        Assert.Equal((Reason.AuthorizeClientUnknown, AuthorizeRules.Told.User), Judge(Draft(null, ("client_id", "nobody"))));
        Assert.Equal((Reason.AuthorizeClientUnknown, AuthorizeRules.Told.User), Judge(Draft(World.NewClient("web", disabled: true))));
        Assert.Equal((Reason.ParameterRepeated, AuthorizeRules.Told.User), Judge(Draft(World.NewClient("web"), ("client_id", "web"), ("client_id", "web"))));
    }

    [Fact]
    public void A_redirect_uri_that_is_not_registered_is_never_used()
    {
        Assert.Equal((Reason.RedirectUriMissing, AuthorizeRules.Told.User), Judge(Draft(World.NewClient("web"), ("redirect_uri", null))));
        Assert.Equal((Reason.RedirectUriMissing, AuthorizeRules.Told.User), Judge(Draft(World.NewClient("web", redirectUris: []), ("redirect_uri", null))));
        Assert.Equal((Reason.RedirectUriUnregistered, AuthorizeRules.Told.User), Judge(Draft(World.NewClient("web", redirectUris: []))));
        Assert.Equal((Reason.RedirectUriUnregistered, AuthorizeRules.Told.User), Judge(Draft(World.NewClient("web"), ("redirect_uri", "https://evil.example/cb"))));
        Assert.Equal((Reason.ParameterRepeated, AuthorizeRules.Told.User), Judge(Draft(World.NewClient("web"), ("redirect_uri", World.Callback), ("redirect_uri", World.Callback))));
    }

    [Theory]
    [InlineData("scope")]
    [InlineData("state")]
    [InlineData("response_type")]
    [InlineData("response_mode")]
    [InlineData("nonce")]
    [InlineData("code_challenge")]
    [InlineData("foo")]
    public void Any_other_parameter_that_comes_twice_is_told_to_the_client(string name)
    {
        var value = name == "response_mode" ? "query" : "code";
        Assert.Equal((Reason.ParameterRepeated, AuthorizeRules.Told.Client), Judge(Draft(World.NewClient("web"), (name, value), (name, value))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("token")]
    [InlineData("id_token token")]
    [InlineData("code token")]
    [InlineData("code id_token")]
    [InlineData("none")]
    [InlineData("Code")]
    [InlineData("code ")]
    public void Only_a_code_may_be_asked_for(string? type) =>
        Assert.Equal(type is null ? Reason.ResponseTypeMissing : Reason.ResponseTypeUnsupported, Refused(("response_type", type)));

    [Theory]
    [InlineData("form_post.jwt")]
    [InlineData("jwt")]
    [InlineData("FRAGMENT")]
    public void An_unknown_response_mode_is_answered_by_query(string mode)
    {
        var draft = Draft(World.NewClient("web"), ("response_mode", mode));
        Assert.Equal((Reason.ResponseModeUnsupported, AuthorizeRules.Told.Client), Judge(draft));
        Assert.Equal(ResponseMode.Query, draft.Address.Mode);
    }

    [Fact]
    public void What_is_not_supported_is_said_and_never_ignored()
    {
        Assert.Equal(Reason.RequestObjectUnsupported, Refused(("request", "eyJ")));
        Assert.Equal(Reason.RequestUriUnsupported, Refused(("request_uri", "https://canary.example/")));
        Assert.Equal(Reason.RegistrationUnsupported, Refused(("registration", "{}")));
        // And before the response_type, which may stand inside the request object.
        Assert.Equal(Reason.RequestObjectUnsupported, Refused(("request", "eyJ"), ("response_type", null)));
    }

    [Fact]
    public void A_client_without_the_grant_may_not_authorize() =>
        Assert.Equal(Reason.ClientMayNotAuthorize, Judge(Draft(World.NewClient("web", grants: ["client_credentials"]))).Reason);

    [Fact]
    public void Pkce_with_S256_is_required()
    {
        Assert.Equal(Reason.ChallengeMissing, Refused(("code_challenge", null)));
        Assert.Equal(Reason.ChallengeMissing, Refused(("code_challenge", null), ("code_challenge_method", null)));
        foreach (var method in (string?[])[null, "plain", "s256", "S512"])
            Assert.Equal(Reason.ChallengeMethodUnsupported, Refused(("code_challenge_method", method)));
        foreach (var challenge in (string[])["short", World.Challenge + "A", World.Challenge[..42] + "=", World.Challenge[..42] + "é"])
            Assert.Equal(Reason.ChallengeMalformed, Refused(("code_challenge", challenge)));
    }

    [Fact]
    public void No_more_scope_is_granted_than_is_registered()
    {
        Assert.Equal(Reason.ScopeMalformed, Refused(("scope", "open\"id")));
        Assert.Equal(Reason.ScopeNotAllowed, Refused(("scope", "admin")));
        Assert.Equal(Reason.ScopeNotAllowed, Judge(Draft(World.NewClient("web", scope: "openid email"), ("scope", null))).Reason);
        var draft = Draft(World.NewClient("web", scope: "openid orders.read"), ("scope", null));
        Assert.Null(Judge(draft).Reason);
        Assert.Equal("orders.read", draft.Scope.Text);
        draft = Draft(World.NewClient("web", scope: "openid"), ("scope", "openid offline_access"));
        Assert.Null(Judge(draft).Reason);
        Assert.False(draft.Complete().Scope.Contains(ScopeSet.OfflineAccess));
    }

    [Fact]
    public void Malformed_parameters_are_refused()
    {
        Assert.Equal(Reason.ResourceUnknown, Refused(("resource", "https://orders.example"), ("resource", "https://other.example")));
        foreach (var prompt in (string[])["none login", "create", "NONE"]) Assert.Equal(Reason.PromptMalformed, Refused(("prompt", prompt)));
        foreach (var age in (string[])["-1", "+1", " 1", "1.0", "1e3", "x", "4294967296", "0x10"]) Assert.Equal(Reason.MaxAgeMalformed, Refused(("max_age", age)));
        Assert.Null(Refused(("max_age", "4294967295")));
        Assert.Equal(Reason.ClaimsMalformed, Refused(("claims", "[]")));
        Assert.Equal(Reason.ClaimsMalformed, Refused(("claims", """{"userinfo":{"\ud800":null}}""")));
    }

    [Theory]
    [InlineData("nonce", 512)]
    [InlineData("login_hint", 512)]
    [InlineData("acr_values", 512)]
    [InlineData("state", 4096)]
    [InlineData("foo", 8192)]
    public void A_parameter_ends_somewhere(string name, int most)
    {
        Assert.Null(Refused((name, new string('x', most))));
        Assert.Equal(Reason.ParameterTooLong, Refused((name, new string('x', most + 1))));
    }

    [Fact]
    public void A_request_ends_somewhere_however_many_parameters_it_has()
    {
        (string, string?)[] Many(int count) => [.. Enumerable.Range(0, count).Select(i => ($"p{i:00}", (string?)new string('x', 997)))];
        Assert.Null(Refused(Many(15)));
        Assert.Equal(Reason.ParameterTooLong, Refused(Many(17)));
    }

    [Fact]
    public void A_hint_is_one_of_ours_and_agrees_with_the_claims()
    {
        Assert.Equal(Reason.IdTokenHintInvalid, Refused(("id_token_hint", "junk")));
        Assert.Null(Refused(("id_token_hint", "of-alice"), ("claims", """{"id_token":{"sub":{"value":"sub-of-alice"}}}""")));
        Assert.Equal(Reason.HintNamesAnotherUser, Refused(("id_token_hint", "of-alice"), ("claims", """{"id_token":{"sub":{"value":"bob"}}}""")));
        var draft = Draft(World.NewClient("web"), ("claims", """{"id_token":{"sub":{"value":"bob"}}}"""));
        Assert.Null(Judge(draft).Reason);
        Assert.Equal("bob", draft.Complete().HintedUser?.Value);
    }
}
