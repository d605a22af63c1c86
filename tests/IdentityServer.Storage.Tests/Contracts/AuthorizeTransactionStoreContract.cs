using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Protocol;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

public abstract class AuthorizeTransactionStoreContract(IDatabaseSource source)
{
    readonly IAuthorizeTransactionStore transactions = source.Shared.Get<IAuthorizeTransactionStore>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_transaction_comes_back_with_its_parameters_in_order()
    {
        var transaction = Transaction();
        await transactions.AddAsync(transaction, ct);
        var found = await transactions.FindAsync(Pool, transaction.Digest, ct);
        Assert.Equivalent(transaction, found, strict: true);
        Assert.Equal(transaction.Parameters, found!.Parameters);
        Assert.Null(await transactions.FindAsync(new("other"), transaction.Digest, ct));
    }

    [Fact]
    public async Task A_new_sign_in_voids_the_agreement_of_an_earlier_one()
    {
        var transaction = Transaction();
        await transactions.AddAsync(transaction, ct);
        await transactions.RecordSignInAsync(Pool, transaction.Digest, new("s1"), ct);
        await transactions.RecordConsentAsync(Pool, transaction.Digest, new("u1"), ScopeSet.Of("openid"), ct);
        var agreed = await transactions.FindAsync(Pool, transaction.Digest, ct);
        Assert.Equal((new SessionId("s1"), new UserId("u1"), ScopeSet.Of("openid")), (agreed!.SignedInSession, agreed.ConsentedBy, agreed.ConsentedScope));

        await transactions.RecordSignInAsync(Pool, transaction.Digest, new("s2"), ct);
        var voided = await transactions.FindAsync(Pool, transaction.Digest, ct);
        Assert.Equal(new SessionId("s2"), voided!.SignedInSession);
        Assert.Null(voided.ConsentedBy);
        Assert.Null(voided.ConsentedScope);
    }

    [Fact]
    public async Task A_transaction_is_taken_once_and_records_nothing_after()
    {
        var transaction = Transaction();
        await transactions.AddAsync(transaction, ct);
        Assert.True(await transactions.TakeAsync(Pool, transaction.Digest, Now, ct));
        Assert.False(await transactions.TakeAsync(Pool, transaction.Digest, Now, ct));
        await transactions.RecordSignInAsync(Pool, transaction.Digest, new("late"), ct);
        await transactions.RecordConsentAsync(Pool, transaction.Digest, new("late"), ScopeSet.Empty, ct);
        var found = await transactions.FindAsync(Pool, transaction.Digest, ct);
        Assert.Equal(Now, found!.TakenAt);
        Assert.Null(found.SignedInSession);
        Assert.Null(found.ConsentedBy);
    }
}
