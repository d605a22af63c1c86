using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Authorize;

public sealed class AuthorizeDispatcherTests
{
    readonly World world = new();
    readonly MemoryConsents consents = new();
    readonly MemoryTransactions transactions = new();

    static AuthorizeRequest Request(Prompts prompts = Prompts.Unset, ConsentPolicy policy = ConsentPolicy.Implicit) => new()
    {
        Client = World.NewClient("web", consent: policy),
        Answer = new(World.Callback, ResponseMode.Query, "s"),
        Scope = World.Scope("openid"),
        CodeChallenge = World.Challenge,
        Prompts = prompts,
    };

    async Task<AuthorizeTransaction> WaitingAsync()
    {
        var transaction = new AuthorizeTransaction
        {
            PoolId = PoolId.Default,
            Digest = Handle.New().Digest,
            BrowserDigest = Handle.New().Digest,
            ClientId = new("web"),
            Parameters = [],
            StartedAt = World.Start,
            ExpiresAt = World.Start.AddMinutes(30),
        };
        await transactions.AddAsync(transaction, World.Ct);
        return transaction;
    }

    async Task<Dispatched> DispatchAsync(AuthorizeRequest request, AuthorizeTransaction? transaction, SessionOfUser? session) =>
        await new AuthorizeDispatcher(consents, transactions, new(world.Families, world.Clock), world.Clock).DispatchAsync(world.Pool, request, transaction, session, World.Ct);

    [Fact]
    public async Task A_fresh_request_with_a_session_has_its_code()
    {
        var answer = await DispatchAsync(Request(), null, world.SignIn());
        Assert.Equal(StepKind.Issue, answer.Kind);
        Assert.Equal("code", answer.Answer!.Parameters[0].Key);
        Assert.Equal(1, world.Families.Count);
    }

    [Fact]
    public async Task A_person_who_is_needed_spends_nothing()
    {
        var transaction = await WaitingAsync();
        Assert.Equal(new Dispatched(StepKind.SignIn, null, null), await DispatchAsync(Request(), transaction, null));
        Assert.Equal(new Dispatched(StepKind.Consent, null, null), await DispatchAsync(Request(policy: ConsentPolicy.Always), transaction, world.SignIn()));
        Assert.Null(transaction.TakenAt);
        Assert.Equal(0, world.Families.Count);
    }

    [Fact]
    public async Task Of_many_tabs_that_finish_one_transaction_one_gets_the_answer()
    {
        var transaction = await WaitingAsync();
        var session = world.SignIn();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => DispatchAsync(Request(), transaction, session), World.Ct)));
        Assert.Single(answers, answer => answer.Kind == StepKind.Issue);
        Assert.All(answers.Where(answer => answer.Kind != StepKind.Issue), answer => Assert.Equal(new(StepKind.Refuse, null, Reason.TransactionUnknown), answer));
        Assert.Equal(1, world.Families.Count);
    }

    [Fact]
    public async Task A_refusal_completes_the_transaction_too()
    {
        var transaction = await WaitingAsync();
        var refused = await DispatchAsync(Request(Prompts.None), transaction, null);
        Assert.Equal((StepKind.Refuse, Reason.LoginRequired), (refused.Kind, refused.Reason));
        Assert.Contains(new("error", "login_required"), refused.Answer!.Parameters);
        Assert.NotNull(transaction.TakenAt);
        Assert.Null((await DispatchAsync(Request(), transaction, world.SignIn())).Answer);
    }

    [Fact]
    public async Task Remembered_consent_is_looked_up_for_this_user_and_client_only()
    {
        await consents.GrantAsync(PoolId.Default, new("bob"), new("web"), World.Scope("openid"), World.Start, World.Ct);
        Assert.Equal(StepKind.Consent, (await DispatchAsync(Request(policy: ConsentPolicy.Remember), null, world.SignIn())).Kind);
        await consents.GrantAsync(PoolId.Default, world.User.Id, new("web"), World.Scope("openid"), World.Start, World.Ct);
        Assert.Equal(StepKind.Issue, (await DispatchAsync(Request(policy: ConsentPolicy.Remember), null, world.SignIn())).Kind);
        Assert.Equal(StepKind.Consent, (await DispatchAsync(Request(policy: ConsentPolicy.Always), null, world.SignIn())).Kind);
    }
}
