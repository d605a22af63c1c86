using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Pools;
using IdentityServer.Storage.Caching;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.OrganizationRows;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

public abstract class UserPoolStoreContract(IDatabaseSource source)
{
    static readonly TokenSource byUri = new() { JwksUri = "https://a.test/jwks", IdClaim = "user.id", Issuer = "https://a.test", Audience = "shop" };
    static readonly TokenSource byKeys = new() { Jwks = """{"keys":[]}""" };

    readonly IUserPoolStore pools = source.Shared.Get<IUserPoolStore>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    async Task<UserPool> AddAsync(UserPool pool)
    {
        Assert.True(await pools.AddAsync(pool, Record(pool.OrganizationId, "added"), ct));
        return pool;
    }

    ValueTask<Outcome> SaveAsync(UserPool changed, string version) => pools.SaveAsync(changed, version, Record(changed.OrganizationId, "saved"), ct);

    [Fact]
    public async Task A_pool_comes_back_with_its_token_source_or_without()
    {
        var organization = await source.Shared.OrganizationAsync();
        foreach (var tokens in new[] { null, byUri, byKeys })
        {
            var pool = await AddAsync(UserPool(organization, tokens));
            Assert.Equal(pool, await pools.FindAsync(pool.Id, ct));
        }
        foreach (var odd in new[] { "", "default", "a\0b", NewId().ToUpperInvariant(), NewId() }) Assert.Null(await pools.FindAsync(new(odd), ct));
    }

    [Fact]
    public async Task Saving_replaces_the_whole_the_token_source_too()
    {
        var pool = await AddAsync(UserPool(await source.Shared.OrganizationAsync(), byUri));
        TokenSource?[] sources = [byUri with { Audience = null, Issuer = null }, byKeys, byUri, byUri with { IdClaim = "sub" }, null, byKeys, null];
        foreach (var tokens in sources)
        {
            var changed = pool with { Name = "Name " + NewId(), Description = "", Authorization = tokens, CompatibleLifetime = !pool.CompatibleLifetime, Disabled = !pool.Disabled, Version = NewId() };
            Assert.Equal(Outcome.Done, await SaveAsync(changed, pool.Version));
            Assert.Equal(changed, await pools.FindAsync(pool.Id, ct));
            pool = changed;
        }
    }

    [Fact]
    public async Task A_change_is_made_on_the_version_that_was_read_and_recorded_once()
    {
        var organization = await source.Shared.OrganizationAsync();
        var pool = await AddAsync(UserPool(organization));
        var changed = pool with { Name = "Changed", Version = NewId() };
        Assert.Equal(Outcome.Done, await SaveAsync(changed, pool.Version));
        Assert.Equal(Outcome.Stale, await SaveAsync(pool with { Version = NewId() }, pool.Version));
        Assert.Equal(Outcome.Missing, await SaveAsync(changed with { OrganizationId = NewId() }, changed.Version));
        Assert.Equal(Outcome.Missing, await SaveAsync(UserPool(organization), changed.Version));
        Assert.Equal(changed, await pools.FindAsync(pool.Id, ct));
        Assert.Equal(["saved", "added"], (await source.Shared.Get<IAuditLog>().ListAsync(organization, null, 10, ct))
            .Where(record => record.OrganizationId == organization && record.Target is "saved" or "added").Select(record => record.Target));
    }

    [Fact]
    public async Task An_id_is_taken_once_and_for_ever()
    {
        var (mine, theirs) = (await source.Shared.OrganizationAsync(), await source.Shared.OrganizationAsync());
        var pool = await AddAsync(UserPool(mine));
        Assert.False(await pools.AddAsync(UserPool(theirs) with { Id = pool.Id }, Record(theirs), ct));
        Assert.Equal(Outcome.Stale, await pools.RemoveAsync(pool, "another", Now, Record(mine), ct));
        Assert.Equal(Outcome.Missing, await pools.RemoveAsync(pool with { OrganizationId = theirs }, null, Now, Record(theirs), ct));
        Assert.Equal(Outcome.Done, await pools.RemoveAsync(pool, pool.Version, Now, Record(mine), ct));
        Assert.Null(await pools.FindAsync(pool.Id, ct));
        Assert.Empty(await pools.ListAsync(mine, null, 10, ct));
        Assert.False(await pools.AddAsync(UserPool(mine) with { Id = pool.Id }, Record(mine), ct));
        Assert.Equal(Outcome.Missing, await SaveAsync(pool with { Version = NewId() }, pool.Version));
        Assert.Equal(Outcome.Missing, await pools.RemoveAsync(pool, null, Now, Record(mine), ct));
    }

    [Fact]
    public async Task A_pool_with_clients_is_not_removed_and_a_removed_one_gets_none()
    {
        var organization = await source.Shared.OrganizationAsync();
        var clients = source.Shared.Get<IClientStore>();
        var pool = await AddAsync(UserPool(organization));
        var client = SdkClient(organization, pool.Id);
        Assert.True(await clients.AddSdkAsync(client, null, Record(organization), ct));
        Assert.Equal(Outcome.Refused, await pools.RemoveAsync(pool, null, Now, Record(organization), ct));
        Assert.Equal(pool, await pools.FindAsync(pool.Id, ct));
        Assert.Equal(Outcome.Done, await clients.RemoveSdkAsync(client, null, Now, Record(organization), ct));
        Assert.Equal(Outcome.Done, await pools.RemoveAsync(pool, null, Now, Record(organization), ct));
        Assert.False(await clients.AddSdkAsync(SdkClient(organization, pool.Id), null, Record(organization), ct));
    }

    [Fact]
    public async Task Pools_are_paged_in_the_order_of_their_ids()
    {
        var organization = await source.Shared.OrganizationAsync();
        await AddAsync(UserPool(await source.Shared.OrganizationAsync()));
        List<string> ids = [];
        for (var i = 0; i < 5; i++) ids.Add((await AddAsync(UserPool(organization, i % 2 == 0 ? null : byKeys))).Id.Value);
        ids.Sort(StringComparer.Ordinal);
        Assert.Equal(ids, (await pools.ListAsync(organization, null, 10, ct)).Select(pool => pool.Id.Value));
        Assert.Equal(ids[..2], (await pools.ListAsync(organization, null, 2, ct)).Select(pool => pool.Id.Value));
        Assert.Equal(ids[2..4], (await pools.ListAsync(organization, ids[1], 2, ct)).Select(pool => pool.Id.Value));
        Assert.Empty(await pools.ListAsync(organization, ids[4], 2, ct));
        foreach (var odd in new[] { "\0", "\ud800" }) Assert.Empty(await pools.ListAsync(organization, odd, 2, ct));
    }

    [Fact]
    public async Task The_first_hosted_pool_is_the_oldest_live_one_with_keys_of_ours()
    {
        var organization = await source.Shared.OrganizationAsync();
        Assert.Null(await pools.FirstHostedAsync(organization, ct));
        await AddAsync(UserPool(organization, byKeys) with { CreatedAt = Now.AddDays(-2) });
        Assert.Null(await pools.FirstHostedAsync(organization, ct));
        var young = await AddAsync(UserPool(organization));
        var old = await AddAsync(UserPool(organization) with { CreatedAt = Now.AddDays(-1) });
        Assert.Equal(old, await pools.FirstHostedAsync(organization, ct));
        Assert.Equal(2, (await pools.ListHostedAsync(ct)).Count(pool => pool.OrganizationId == organization));
        Assert.Equal(Outcome.Done, await SaveAsync(old with { Disabled = true, Version = NewId() }, old.Version));
        Assert.Equal(young, await pools.FirstHostedAsync(organization, ct));
        Assert.Equal(Outcome.Done, await pools.RemoveAsync(young, null, Now, Record(organization), ct));
        Assert.Null(await pools.FirstHostedAsync(organization, ct));
        Assert.DoesNotContain(await pools.ListHostedAsync(ct), pool => pool.OrganizationId == organization);
    }

    /// <summary>The watch looks twice a second; here it looks when it is told.</summary>
    [Fact]
    public async Task Another_node_sees_a_change_after_its_next_look()
    {
        var connectionString = await source.EmptyAsync();
        await using var one = new Node(source.Provider, connectionString);
        await using var two = new Node(source.Provider, connectionString);
        await one.Get<IDatabase>().MigrateAsync(ct);
        var organization = await one.OrganizationAsync();
        var (here, there) = (one.Get<IUserPoolStore>(), two.Get<IUserPoolStore>());
        await two.Get<CatalogueWatch>().LookAsync(ct);
        Assert.Null(await there.FirstHostedAsync(organization, ct));

        var pool = UserPool(organization);
        Assert.True(await here.AddAsync(pool, Record(organization), ct));
        await two.Get<CatalogueWatch>().LookAsync(ct);
        Assert.Equal(pool, await there.FirstHostedAsync(organization, ct));
        Assert.Same(await there.FindAsync(pool.Id, ct), await there.FindAsync(pool.Id, ct));

        var disabled = pool with { Disabled = true, Version = NewId() };
        Assert.Equal(Outcome.Done, await here.SaveAsync(disabled, pool.Version, Record(organization), ct));
        Assert.Equal(pool, await there.FindAsync(pool.Id, ct));
        await two.Get<CatalogueWatch>().LookAsync(ct);
        Assert.Equal(disabled, await there.FindAsync(pool.Id, ct));
        Assert.Null(await there.FirstHostedAsync(organization, ct));

        Assert.Equal(Outcome.Done, await here.RemoveAsync(disabled, null, Now, Record(organization), ct));
        await two.Get<CatalogueWatch>().LookAsync(ct);
        Assert.Null(await there.FindAsync(pool.Id, ct));
    }
}
