using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

public abstract class AuditLogContract(IDatabaseSource source)
{
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    async Task<Node> NodeAsync()
    {
        var node = new Node(source.Provider, await source.EmptyAsync());
        await node.Get<IDatabase>().MigrateAsync(ct);
        return node;
    }

    [Fact]
    public async Task Lines_come_newest_first_page_by_page_and_whole()
    {
        await using var node = await NodeAsync();
        var log = node.Get<IAuditLog>();
        var clock = new Clock();
        List<AuditRecord> written = [];
        for (var i = 0; i < 5; i++, clock.Advance(TimeSpan.FromMilliseconds(1)))
        {
            written.Insert(0, Record("org", $"t{i}", clock));
            await log.AppendAsync(written[0], ct);
        }
        var first = await log.ListAsync("org", null, 2, ct);
        Assert.Equivalent(written[0], first[0], strict: true);
        var second = await log.ListAsync("org", first[^1].Id, 2, ct);
        var third = await log.ListAsync("org", second[^1].Id, 2, ct);
        Assert.Equal(written.Select(record => record.Id), [.. first.Concat(second).Concat(third).Select(record => record.Id)]);
        Assert.Empty(await log.ListAsync("org", third[^1].Id, 2, ct));
    }

    [Fact]
    public async Task An_organization_sees_its_lines_and_those_of_its_pools_and_the_owner_those_of_the_installation()
    {
        await using var node = await NodeAsync();
        var log = node.Get<IAuditLog>();
        var (owner, other) = (await node.OrganizationAsync(), await node.OrganizationAsync());
        var pool = OrganizationRows.UserPool(other);
        Assert.True(await node.Get<Domain.Pools.IUserPoolStore>().AddAsync(pool, Record(other, "made"), ct));
        foreach (var (organization, target) in new[] { (owner, "a"), (null, "b"), (other, "c") }) await log.AppendAsync(Record(organization, target), ct);
        await log.AppendAsync(AuditRecord.Of(new Clock(), AuditAction.KeyRotated, Actors.System, "of the pool", pool: pool.Id), ct);
        async Task<string[]> SeenBy(string organization) => [.. (await log.ListAsync(organization, null, 10, ct)).Select(record => record.Target).Where(target => target != "target").Order(StringComparer.Ordinal)];
        Assert.Equal(["a", "b"], await SeenBy(owner));
        Assert.Equal(["c", "made", "of the pool"], await SeenBy(other));
        Assert.Superset(new HashSet<string>(["a", "b", "c"]), (await log.ListAllAsync(null, 10, ct)).Select(record => record.Target).ToHashSet());
        Assert.Equal(Pool, (await log.ListAllAsync(null, 10, ct)).Single(record => record.Target == "b").Pool);
    }

    [Fact]
    public async Task A_change_that_fails_leaves_no_line_and_a_line_needs_its_change()
    {
        await using var node = await NodeAsync();
        // There is no such organization: the key cannot be, so its line must not be.
        await Assert.ThrowsAnyAsync<Exception>(() => node.Get<IApiKeyStore>().AddAsync(ApiKey(NewId()), Record("org"), ct).AsTask());
        Assert.Empty(await node.Get<IAuditLog>().ListAllAsync(null, 10, ct));
    }
}
