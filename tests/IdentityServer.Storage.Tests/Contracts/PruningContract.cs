using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Tokens;
using IdentityServer.Domain.Users;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

public abstract class PruningContract(IDatabaseSource source)
{
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    async Task<Node> NodeAsync()
    {
        var node = new Node(source.Provider, await source.EmptyAsync());
        await node.Get<IDatabase>().MigrateAsync(ct);
        return node;
    }

    [Fact]
    public async Task What_has_expired_goes_in_every_pool_and_what_may_still_prove_something_stays()
    {
        await using var node = await NodeAsync();
        var (families, sessions) = (node.Get<ITokenFamilyStore>(), node.Get<ISessionStore>());
        var user = User();
        Assert.True(await node.Get<IUserStore>().AddAsync(user, ct));

        var (here, there) = (Transaction(), Transaction(new("other")));
        await node.Get<IAuthorizeTransactionStore>().AddAsync(here, ct);
        await node.Get<IAuthorizeTransactionStore>().AddAsync(there, ct);
        await node.Get<IRevokedTokenStore>().AddAsync(Pool, "jti", Now.AddMinutes(5), ct);
        await node.Get<ITokenCountStore>().SaveAsync(Pool, [TokenCount(Pool, "n1", Now.AddMinutes(5), ("web", 1)), TokenCount(Pool, "n1", Now.AddDays(39), ("web", 1))], ct);
        await node.Get<IJwksReaderStore>().SaveAsync(Pool, [Reader(Pool, "203.0.113.0/24", Now.AddDays(-29), Now), Reader(Pool, "web", Now.AddDays(10), Now, isClient: true)], ct);
        await node.Get<IJwksReaderStore>().SaveAsync(Pool, [Range(Pool, "web", Now.AddDays(-29))], ct);
        var (ended, live) = (Session(user), Session(user));
        await sessions.AddAsync(ended, ct);
        await sessions.AddAsync(live, ct);
        await sessions.EndAsync(Pool, ended.Id, Now, ct);
        var (codeOnly, withLine, revokedLine) = (Family(user), Family(user), Family(user));
        foreach (var family in new[] { codeOnly, withLine, revokedLine }) await families.AddAsync(family, ct);
        await families.TakeCodeAsync(Pool, withLine.Id, Now, Now.AddDays(30), ct);
        await families.TakeCodeAsync(Pool, revokedLine.Id, Now, Now.AddDays(30), ct);
        await families.RevokeAsync(Pool, revokedLine.Id, Now, ct);

        Assert.Equal(0, await node.Get<IPruning>().PruneAsync(Now, ct));
        Assert.Equal(4, await node.Get<IPruning>().PruneAsync(Now.AddHours(2), ct));
        Assert.NotNull(await families.FindAsync(Pool, codeOnly.Id, ct));
        Assert.NotNull(await sessions.FindAsync(Pool, ended.Digest, ct));

        Assert.Equal(4, await node.Get<IPruning>().PruneAsync(Now.AddDays(2), ct));
        Assert.Null(await families.FindAsync(Pool, codeOnly.Id, ct));
        Assert.Null(await sessions.FindAsync(Pool, ended.Digest, ct));
        Assert.NotNull(await sessions.FindAsync(Pool, live.Digest, ct));
        Assert.NotNull(await families.FindAsync(Pool, withLine.Id, ct));
        Assert.NotNull(await families.FindAsync(Pool, revokedLine.Id, ct));

        Assert.Equal(4, await node.Get<IPruning>().PruneAsync(Now.AddDays(40), ct));
    }

    [Fact]
    public async Task More_than_a_batch_goes_in_one_call()
    {
        await using var node = await NodeAsync();
        var revoked = node.Get<IRevokedTokenStore>();
        await Task.WhenAll(Enumerable.Range(0, 1201).Select(async i => await revoked.AddAsync(Pool, $"jti{i}", Now, ct)));
        Assert.Equal(1201, await node.Get<IPruning>().PruneAsync(Now.AddSeconds(1), ct));
    }
}
