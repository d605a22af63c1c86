using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Consents;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Domain.Resources;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Tokens;
using IdentityServer.Domain.Users;
using IdentityServer.Storage.Lanes;
using IdentityServer.Storage.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using static IdentityServer.Storage.Tests.Fixture.OrganizationRows;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

/// <summary>What organizations leave behind.</summary>
public abstract class PoolPruningContract(IDatabaseSource source)
{
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    async Task<Node> NodeAsync()
    {
        var node = new Node(source.Provider, await source.EmptyAsync());
        await node.Get<IDatabase>().MigrateAsync(ct);
        return node;
    }

    [Fact]
    public async Task Answers_sessions_of_members_and_remote_keys_go_when_they_are_over()
    {
        await using var node = await NodeAsync();
        var organization = await node.OrganizationAsync();
        var member = Member(organization);
        var answer = new Domain.Audit.KeptAnswer { OrganizationId = organization, Key = NewDigest(), Request = NewDigest(), Sealed = "s", ExpiresAt = Now.AddDays(1) };
        Assert.True(await node.Get<IOrganizationStore>().AddMemberAsync(member, new(Record(organization), answer), ct));
        var session = Session(member);
        await node.Get<IMemberSessionStore>().AddAsync(session, member.Version, Record(organization), ct);
        await node.Get<IRemoteKeyStore>().SaveAsync(new("https://a.test", new byte[1], Now.AddHours(-1)), ct);

        Assert.Equal(0, await node.Get<IPruning>().PruneAsync(Now, ct));
        Assert.Equal(1, await node.Get<IPruning>().PruneAsync(Now.AddHours(23).AddSeconds(1), ct));
        Assert.Null(await node.Get<IRemoteKeyStore>().FindAsync("https://a.test", ct));
        Assert.Equal(1, await node.Get<IPruning>().PruneAsync(Now.AddDays(1).AddSeconds(1), ct));
        Assert.Null(await node.Get<Domain.Audit.IKeptAnswers>().FindAsync(organization, answer.Key, ct));
        Assert.NotNull(await node.Get<IMemberSessionStore>().FindAsync(session.Digest, ct));
        Assert.Equal(1, await node.Get<IPruning>().PruneAsync(Now.AddHours(36).AddSeconds(1), ct));
        Assert.Null(await node.Get<IMemberSessionStore>().FindAsync(session.Digest, ct));
    }

    [Fact]
    public async Task Everything_of_a_deleted_pool_goes_and_nothing_else()
    {
        await using var node = await NodeAsync();
        var organization = await node.OrganizationAsync();
        var (gone, kept) = (UserPool(organization), UserPool(organization));
        foreach (var pool in new[] { gone, kept })
        {
            Assert.True(await node.Get<IUserPoolStore>().AddAsync(pool, Record(organization), ct));
            await FillAsync(node, pool.Id);
        }
        await FillAsync(node, PoolId.Default);
        Assert.Equal(0, await node.Get<IPruning>().PruneAsync(Now, ct));
        var before = await CountAsync(node);
        Assert.All(before, table => Assert.Equal(table.Key == nameof(Domain.Users.User) ? 6 : 3, table.Value));

        Assert.Equal(Outcome.Done, await node.Get<IUserPoolStore>().RemoveAsync(gone, null, Now, Record(organization), ct));
        // A client that came along another way, between the removal and the night.
        await node.Get<IClientStore>().SaveAsync(Client("late", gone.Id), ct);
        // One of everything, the client, and the second user.
        Assert.Equal(before.Count + 2, await node.Get<IPruning>().PruneAsync(Now, ct));
        Assert.All(await CountAsync(node), table => Assert.Equal(table.Key == nameof(Domain.Users.User) ? 4 : 2, table.Value));
        Assert.Empty(await node.Get<IClientStore>().ListAsync(gone.Id, ct));
        Assert.NotNull(await node.Get<ISeenUserStore>().FindAsync(kept.Id, "u", ct));
        Assert.Equal(0, await node.Get<IPruning>().PruneAsync(Now, ct));
        Assert.False(await node.Get<IUserPoolStore>().AddAsync(gone, Record(organization), ct));
    }

    /// <summary>One row of everything that a pool has, but for clients: with one it is not removed.</summary>
    async Task FillAsync(Node node, PoolId pool)
    {
        var user = User(pool: pool);
        Assert.True(await node.Get<IUserStore>().AddAsync(user, ct));
        await node.Get<ISessionStore>().AddAsync(Session(user), ct);
        await node.Get<ITokenFamilyStore>().AddAsync(Family(user), ct);
        await node.Get<IAuthorizeTransactionStore>().AddAsync(Transaction(pool), ct);
        await node.Get<IRevokedTokenStore>().AddAsync(pool, "jti", Now.AddHours(1), ct);
        Assert.True(await node.Get<ISpentTokenStore>().TakeAsync(pool, HandleDigest.Of("spent"), Now.AddHours(1), ct));
        var connection = Connection((await node.Get<IOrganizationStore>().ListAsync(ct))[0].Id, pool);
        Assert.Equal(Outcome.Done, await node.Get<IConnectionStore>().AddAsync(connection, Record(connection.OrganizationId), ct));
        var person = User(pool: pool);
        Assert.True(await node.Get<IUpstreamIdentityStore>().AddWithUserAsync(person, Identity(connection, person), Record(null), ct));
        Assert.Equal(person.Id, (await node.Get<IUpstreamIdentityStore>().OfUserAsync(pool, person.Id, ct))[0].UserId);
        await node.Get<IConsentStore>().GrantAsync(pool, user.Id, new("shop"), ScopeSet.Of("openid"), Now, ct);
        await node.Get<ISeenUserStore>().NoteAsync(pool, "u", null, Now, ct);
        await node.Get<IResourceStore>().SaveAsync(new() { PoolId = pool, Identifier = "https://api.test" }, ct);
        Assert.True(await node.Get<IKeyStore>().ChangeAsync(pool, (change, _) =>
        {
            change.Add(SigningKey(pool, "ES256"));
            return true;
        }, ct));
        await node.Get<IKeyStore>().SavePolicyAsync(Policy(pool), Record(null), ct);
        await node.Get<ITokenCountStore>().SaveAsync(pool, [TokenCount(pool, "n1", Now.AddHours(1), ("web", 1))], ct);
        await node.Get<IJwksReaderStore>().SaveAsync(pool, [Reader(pool, "web", Now, Now, isClient: true)], ct);
        await node.Get<IJwksReaderStore>().SaveAsync(pool, [Range(pool, "web", Now)], ct);
    }

    /// <summary>How many rows each table has that is behind the filter of pools, but for that of the clients.</summary>
    async Task<Dictionary<string, int>> CountAsync(Node node)
    {
        Dictionary<string, int> counts = [];
        await using var context = node.Get<IContexts>().OpenSystemWide();
        foreach (var entity in context.Model.GetEntityTypes().Where(entity => !entity.IsOwned() && entity.FindProperty("PoolId") is not null && entity.ClrType != typeof(Client)))
        {
            var count = GetType().BaseType!.GetMethod(nameof(RowsAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(entity.ClrType);
            counts[entity.ClrType.Name] = await (Task<int>)count.Invoke(null, [context, ct])!;
        }
        return counts;
    }

    static Task<int> RowsAsync<T>(IdpContext context, CancellationToken ct) where T : class => context.Set<T>().IgnoreQueryFilters().CountAsync(ct);
}
