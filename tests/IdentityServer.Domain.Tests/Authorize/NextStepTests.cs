using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Consents;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Authorize;

/// <summary>S005 to S007, and the whole table.</summary>
public sealed class NextStepTests
{
    readonly World world = new();

    static AuthorizeRequest Request(Prompts prompts = Prompts.Unset, ConsentPolicy policy = ConsentPolicy.Implicit, TimeSpan? maxAge = null, UserId? hinted = null, string? claims = null)
    {
        Assert.True(ClaimsRequest.TryParse(claims, out var parsed));
        return new()
        {
            Client = World.NewClient("web", consent: policy),
            Answer = new(World.Callback, ResponseMode.Query, null),
            Scope = World.Scope("openid email"),
            CodeChallenge = World.Challenge,
            Prompts = prompts,
            MaxAge = maxAge,
            HintedUser = hinted,
            Claims = parsed,
        };
    }

    static AuthorizeTransaction Transaction(SessionId? signedIn = null, UserId? consentedBy = null, string scope = "openid email") => new()
    {
        PoolId = PoolId.Default,
        Digest = new("d"),
        BrowserDigest = new("b"),
        ClientId = new("web"),
        Parameters = [],
        StartedAt = World.Start,
        ExpiresAt = World.Start.AddMinutes(30),
        SignedInSession = signedIn,
        ConsentedBy = consentedBy,
        ConsentedScope = consentedBy is null ? null : World.Scope(scope),
    };

    Consent Consent(string scope) => new() { PoolId = PoolId.Default, UserId = world.User.Id, ClientId = new("web"), Scope = World.Scope(scope), GrantedAt = World.Start };

    NextStep Decide(AuthorizeRequest request, AuthorizeTransaction? transaction = null, SessionOfUser? session = null, Consent? consent = null) =>
        NextStep.Decide(request, transaction, session, consent, world.Clock.Now);

    static readonly Prompts[] EveryPrompt = [.. Enumerable.Range(0, 16).Select(bits => (Prompts)bits).Where(prompts => prompts == Prompts.None || !prompts.HasFlag(Prompts.None))];

    // Every combination of prompt, session, freshness, proof of passage, policy, remembered consent and consent in the
    // transaction, against the sentences of OIDC Core §3.1.2.1, §3.1.2.3 and §3.1.2.4 written down once more.
    [Fact]
    public void The_whole_table_is_as_the_specification_tells_it()
    {
        var rows = 0;
        foreach (var prompts in EveryPrompt)
            foreach (var policy in Enum.GetValues<ConsentPolicy>())
                foreach (var maxAge in (TimeSpan?[])[null, TimeSpan.Zero, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(20)])
                    foreach (var hasSession in (bool[])[false, true])
                        foreach (var signedInHere in (bool[])[false, true])
                            foreach (var agreedHere in (string?[])[null, "openid", "openid email"])
                                foreach (var remembered in (string?[])[null, "openid", "openid email profile"])
                                {
                                    var session = hasSession ? world.SignIn(ago: TimeSpan.FromMinutes(10)) : null;
                                    var transaction = signedInHere || agreedHere is not null
                                        ? Transaction(signedInHere ? new("sid-1") : null, agreedHere is null ? null : world.User.Id, agreedHere ?? "") : null;
                                    var step = Decide(Request(prompts, policy, maxAge), transaction, session, remembered is null ? null : Consent(remembered));

                                    var mustSignIn = !hasSession || !signedInHere
                                        && (prompts.HasFlag(Prompts.Login) || prompts.HasFlag(Prompts.SelectAccount) || maxAge <= TimeSpan.FromMinutes(10));
                                    var mustAgree = agreedHere != "openid email"
                                        && (prompts.HasFlag(Prompts.Consent) || policy == ConsentPolicy.Always || policy == ConsentPolicy.Remember && remembered != "openid email profile");
                                    var silent = prompts == Prompts.None;
                                    var expected = mustSignIn ? silent ? new NextStep(StepKind.Refuse, Reason.LoginRequired) : new(StepKind.SignIn)
                                        : mustAgree ? silent ? new(StepKind.Refuse, Reason.ConsentRequired) : new(StepKind.Consent)
                                        : new(StepKind.Issue);
                                    Assert.Equal(expected, step);
                                    rows++;
                                }
        Assert.Equal(9 * 3 * 4 * 2 * 2 * 3 * 3, rows);
    }

    [Fact]
    public void A_sign_in_of_another_transaction_is_no_proof_of_passage()
    {
        Assert.Equal(StepKind.SignIn, Decide(Request(Prompts.Login), Transaction(new("sid-2")), world.SignIn()).Kind);
        Assert.Equal(StepKind.SignIn, Decide(Request(Prompts.Login), Transaction(), world.SignIn()).Kind);
        Assert.Equal(StepKind.Issue, Decide(Request(Prompts.Login), Transaction(new("sid-1")), world.SignIn()).Kind);
    }

    [Fact]
    public void Another_users_agreement_counts_for_nothing() =>
        Assert.Equal(StepKind.Consent, Decide(Request(policy: ConsentPolicy.Always), Transaction(new("sid-1"), new("bob")), world.SignIn()).Kind);

    [Fact]
    public void A_hint_for_another_user_never_signs_anybody_in()
    {
        var bob = new UserId("bob");
        Assert.Equal(new(StepKind.SignIn), Decide(Request(hinted: bob), null, world.SignIn()));
        Assert.Equal(new(StepKind.Refuse, Reason.HintNamesAnotherUser), Decide(Request(Prompts.None, hinted: bob), null, world.SignIn()));
        // Signed in as somebody else although asked for bob: the client is told, instead of going round in circles.
        Assert.Equal(new(StepKind.Refuse, Reason.HintNamesAnotherUser), Decide(Request(hinted: bob), Transaction(new("sid-1")), world.SignIn()));
        Assert.Equal(new(StepKind.Refuse, Reason.LoginRequired), Decide(Request(Prompts.None, hinted: world.User.Id)));
        Assert.Equal(new(StepKind.Issue), Decide(Request(Prompts.None, hinted: world.User.Id), null, world.SignIn()));
    }

    [Fact]
    public void An_essential_acr_that_a_session_has_not_is_proved_here_or_refused()
    {
        const string claims = """{"id_token":{"acr":{"essential":true,"value":"urn:idp:acr:password"}}}""";
        var session = world.SignIn();
        session.Session.Amr = AuthenticationContext.AmrFederated;
        Assert.Equal(new(StepKind.SignIn), Decide(Request(claims: claims), null, session));
        Assert.Equal(new(StepKind.Refuse, Reason.AcrUnmet), Decide(Request(Prompts.None, claims: claims), null, session));
        Assert.Equal(new(StepKind.Refuse, Reason.AcrUnmet), Decide(Request(claims: claims), Transaction(session.Session.Id), session));
        Assert.Equal(new(StepKind.Issue), Decide(Request(), null, session));
    }

    [Fact]
    public void An_essential_acr_that_cannot_be_met_is_refused()
    {
        Assert.Equal(new(StepKind.Refuse, Reason.AcrUnmet), Decide(Request(claims: """{"id_token":{"acr":{"essential":true,"value":"urn:other"}}}"""), null, world.SignIn()));
        Assert.Equal(new(StepKind.Issue), Decide(Request(claims: """{"id_token":{"acr":{"value":"urn:other"}}}"""), null, world.SignIn()));
        Assert.Equal(new(StepKind.Issue), Decide(Request(claims: """{"id_token":{"acr":{"essential":true,"values":["urn:other","urn:idp:acr:password"]}}}"""), null, world.SignIn()));
    }

    [Fact]
    public void Claims_asked_for_by_name_need_the_agreement_that_their_scope_needs()
    {
        var request = Request(policy: ConsentPolicy.Remember, claims: """{"userinfo":{"name":null},"id_token":{"phone_number":null}}""");
        Assert.Equal("openid email profile", request.ConsentScope.Text);
        Assert.Equal(StepKind.Consent, Decide(request, null, world.SignIn(), Consent("openid email")).Kind);
        Assert.Equal(StepKind.Issue, Decide(request, null, world.SignIn(), Consent("openid email profile")).Kind);
        Assert.Equal(StepKind.Consent, Decide(request, Transaction(new("sid-1"), world.User.Id), world.SignIn()).Kind);
        Assert.Equal(StepKind.Issue, Decide(request, Transaction(new("sid-1"), world.User.Id, "openid email profile"), world.SignIn()).Kind);
    }

    [Fact]
    public void An_age_of_zero_is_exceeded_by_any_session_even_one_from_a_clock_that_is_ahead()
    {
        Assert.Equal(StepKind.SignIn, Decide(Request(maxAge: TimeSpan.Zero), null, world.SignIn(ago: TimeSpan.FromSeconds(-3))).Kind);
        Assert.Equal(new(StepKind.Refuse, Reason.LoginRequired), Decide(Request(Prompts.None, maxAge: TimeSpan.Zero), null, world.SignIn(ago: TimeSpan.FromSeconds(-3))));
    }

    [Fact]
    public void An_age_is_exceeded_at_its_very_second()
    {
        Assert.Equal(StepKind.Issue, Decide(Request(maxAge: TimeSpan.FromSeconds(10)), null, world.SignIn(ago: TimeSpan.FromSeconds(9.9))).Kind);
        Assert.Equal(StepKind.SignIn, Decide(Request(maxAge: TimeSpan.FromSeconds(10)), null, world.SignIn(ago: TimeSpan.FromSeconds(10))).Kind);
    }
}
