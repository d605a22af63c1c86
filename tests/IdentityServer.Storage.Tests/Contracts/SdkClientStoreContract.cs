using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Storage.Caching;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.OrganizationRows;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

public abstract class SdkClientStoreContract(IDatabaseSource source)
{
    readonly IClientStore clients = source.Shared.Get<IClientStore>();
    readonly IApiKeyStore keys = source.Shared.Get<IApiKeyStore>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    async Task<UserPool> PoolAsync(string? organization = null)
    {
        var pool = UserPool(organization ?? await source.Shared.OrganizationAsync());
        Assert.True(await source.Shared.Get<IUserPoolStore>().AddAsync(pool, Record(pool.OrganizationId), ct));
        return pool;
    }

    async Task<Client> AddAsync(Client client, ApiKey? key = null)
    {
        Assert.True(await clients.AddSdkAsync(client, key, Record(client.Sdk!.OrganizationId), ct));
        return client;
    }

    [Fact]
    public async Task An_application_is_found_by_its_organization_and_by_its_pool_and_by_nobody_else()
    {
        var pool = await PoolAsync();
        var client = await AddAsync(SdkClient(pool.OrganizationId, pool.Id));
        Assert.Equivalent(client, await clients.FindSdkAsync(pool.OrganizationId, client.Id, ct), strict: true);
        Assert.Equivalent(client, await clients.FindAsync(pool.Id, client.Id, ct), strict: true);
        Assert.Null(await clients.FindSdkAsync(await source.Shared.OrganizationAsync(), client.Id, ct));
        Assert.Null(await clients.FindAsync(PoolId.Default, client.Id, ct));
        foreach (var odd in new[] { "", "a\0b", client.Id.Value.ToUpperInvariant(), NewId() }) Assert.Null(await clients.FindSdkAsync(pool.OrganizationId, new(odd), ct));
    }

    [Fact]
    public async Task A_client_without_that_face_is_no_sdk_client()
    {
        var organization = await source.Shared.OrganizationAsync();
        var plain = Client();
        await clients.SaveAsync(plain, ct);
        Assert.Null(await clients.FindSdkAsync(organization, plain.Id, ct));
        Assert.Equal(Outcome.Missing, await clients.RemoveSdkAsync(SdkClient(organization, id: plain.Id.Value), null, Now, Record(organization), ct));
        Assert.NotNull(await clients.FindAsync(PoolId.Default, plain.Id, ct));
    }

    [Fact]
    public async Task An_id_is_taken_in_all_pools_and_a_refused_addition_leaves_nothing()
    {
        var pool = await PoolAsync();
        var client = await AddAsync(SdkClient(pool.OrganizationId, pool.Id));
        var twin = SdkClient(pool.OrganizationId, id: client.Id.Value);
        var key = KeyOf(twin);
        Assert.False(await clients.AddSdkAsync(twin, key, Record(pool.OrganizationId), ct));
        Assert.Null(await keys.FindAsync(key.Digest, ct));
        Assert.False(await clients.AddSdkAsync(SdkClient(await source.Shared.OrganizationAsync(), pool.Id), null, Record(null), ct));
        Assert.False(await clients.AddSdkAsync(SdkClient(pool.OrganizationId, new(NewId())), null, Record(null), ct));
    }

    [Fact]
    public async Task The_first_application_of_a_pool_is_its_oldest_enabled_one()
    {
        var pool = await PoolAsync();
        Assert.Null(await clients.FirstApplicationAsync(pool.Id, ct));
        await AddAsync(SdkClient(pool.OrganizationId, pool.Id, disabled: true, createdAt: Now.AddDays(-2)));
        Assert.Null(await clients.FirstApplicationAsync(pool.Id, ct));
        var young = await AddAsync(SdkClient(pool.OrganizationId, pool.Id));
        var old = await AddAsync(SdkClient(pool.OrganizationId, pool.Id, createdAt: Now.AddDays(-1)));
        Assert.Equal(old.Id, (await clients.FirstApplicationAsync(pool.Id, ct))?.Id);
        Assert.Equal(Outcome.Done, await clients.RemoveSdkAsync(old, old.Version, Now, Record(pool.OrganizationId), ct));
        Assert.Equal(young.Id, (await clients.FirstApplicationAsync(pool.Id, ct))?.Id);
    }

    [Fact]
    public async Task An_organization_pages_through_the_clients_of_all_its_pools()
    {
        var one = await PoolAsync();
        var two = await PoolAsync(one.OrganizationId);
        List<string> ids = [];
        foreach (PoolId? pool in new PoolId?[] { one.Id, null, two.Id, one.Id }) ids.Add((await AddAsync(SdkClient(one.OrganizationId, pool))).Id.Value);
        await AddAsync(SdkClient(await source.Shared.OrganizationAsync()));
        ids.Sort(StringComparer.Ordinal);
        Assert.Equal(ids, (await clients.ListSdkAsync(one.OrganizationId, null, 10, ct)).Select(client => client.Id.Value));
        Assert.Equal(ids[1..3], (await clients.ListSdkAsync(one.OrganizationId, ids[0], 2, ct)).Select(client => client.Id.Value));
        Assert.Empty(await clients.ListSdkAsync(one.OrganizationId, ids[3], 2, ct));
        Assert.Empty(await clients.ListSdkAsync(one.OrganizationId, "\0", 2, ct));
    }

    [Fact]
    public async Task An_origin_is_allowed_to_the_organization_that_named_it()
    {
        var (mine, theirs) = (await PoolAsync(), await source.Shared.OrganizationAsync());
        var origin = $"https://{NewId()}.test";
        Assert.False(await clients.AllowsSdkOriginAsync(mine.OrganizationId, origin, ct));
        var client = await AddAsync(SdkClient(mine.OrganizationId, mine.Id, origins: origin));
        Assert.True(await clients.AllowsSdkOriginAsync(mine.OrganizationId, origin, ct));
        Assert.True(await clients.AllowsSdkOriginAsync(null, origin, ct));
        Assert.False(await clients.AllowsSdkOriginAsync(theirs, origin, ct));
        Assert.False(await clients.AllowsSdkOriginAsync(mine.OrganizationId, origin.ToUpperInvariant(), ct));
        var disabled = SdkClient(mine.OrganizationId, mine.Id, client.Id.Value, disabled: true, origins: origin);
        Assert.Equal(Outcome.Done, await clients.SaveSdkAsync(disabled, client.Version, Now, Record(mine.OrganizationId), ct));
        Assert.False(await clients.AllowsSdkOriginAsync(null, origin, ct));
    }

    [Fact]
    public async Task A_service_that_is_disabled_loses_its_keys_for_good()
    {
        var organization = await source.Shared.OrganizationAsync();
        var (client, bystander) = (SdkClient(organization), SdkClient(organization));
        var (key, other) = (KeyOf(client), KeyOf(bystander));
        await AddAsync(client, key);
        await AddAsync(bystander, other);
        Assert.NotNull(await keys.FindAsync(key.Digest, ct));
        var renamed = SdkClient(organization, id: client.Id.Value, origins: "https://a.test");
        Assert.Equal(Outcome.Done, await clients.SaveSdkAsync(renamed, client.Version, Now, Record(organization), ct));
        Assert.Equivalent(renamed, await clients.FindSdkAsync(organization, client.Id, ct), strict: true);
        Assert.Null((await keys.FindAsync(key.Digest, ct))!.RevokedAt);
        var disabled = SdkClient(organization, id: client.Id.Value, disabled: true);
        Assert.Equal(Outcome.Stale, await clients.SaveSdkAsync(disabled, client.Version, Now, Record(organization), ct));
        Assert.Equal(Outcome.Done, await clients.SaveSdkAsync(disabled, renamed.Version, Now, Record(organization), ct));
        Assert.Equal(Now, (await keys.FindAsync(key.Digest, ct))!.RevokedAt);
        Assert.Null((await keys.FindAsync(other.Digest, ct))!.RevokedAt);
        Assert.Equal(Outcome.Missing, await clients.SaveSdkAsync(SdkClient(await source.Shared.OrganizationAsync(), id: client.Id.Value), disabled.Version, Now, Record(null), ct));
    }

    [Fact]
    public async Task What_lives_by_a_client_ends_with_it()
    {
        var pool = await PoolAsync();
        var (application, service) = (SdkClient(pool.OrganizationId, pool.Id), SdkClient(pool.OrganizationId));
        var key = KeyOf(service);
        await AddAsync(application);
        await AddAsync(service, key);
        var families = source.Shared.Get<ITokenFamilyStore>();
        var (family, other) = (Family(User(pool: pool.Id), client: application.Id.Value), Family(User(pool: pool.Id), client: "another"));
        foreach (var one in new[] { family, other }) await families.AddAsync(one, ct);

        Assert.Equal(Outcome.Stale, await clients.RemoveSdkAsync(application, "another", Now, Record(pool.OrganizationId), ct));
        Assert.Equal(Outcome.Done, await clients.RemoveSdkAsync(application, application.Version, Now, Record(pool.OrganizationId), ct));
        Assert.Equal(Outcome.Missing, await clients.RemoveSdkAsync(application, null, Now, Record(pool.OrganizationId), ct));
        Assert.Equal(Now, (await families.FindAsync(pool.Id, family.Id, ct))!.Family.RevokedAt);
        Assert.Null((await families.FindAsync(pool.Id, other.Id, ct))!.Family.RevokedAt);
        Assert.Null((await keys.FindAsync(key.Digest, ct))!.RevokedAt);
        Assert.Equal(Outcome.Done, await clients.RemoveSdkAsync(service, null, Now, Record(pool.OrganizationId), ct));
        Assert.Equal(Now, (await keys.FindAsync(key.Digest, ct))!.RevokedAt);
    }

    [Fact]
    public async Task A_service_that_an_operator_removes_leaves_no_key_behind()
    {
        var service = SdkClient(await source.Shared.OrganizationAsync());
        var key = KeyOf(service);
        await AddAsync(service, key);
        Assert.True(await clients.RemoveAsync(service.PoolId, service.Id, Now, ct));
        Assert.Equal(Now, (await keys.FindAsync(key.Digest, ct))!.RevokedAt);
    }

    [Fact]
    public async Task Another_node_sees_a_change_after_its_next_look()
    {
        var connectionString = await source.EmptyAsync();
        await using var one = new Node(source.Provider, connectionString);
        await using var two = new Node(source.Provider, connectionString);
        await one.Get<IDatabase>().MigrateAsync(ct);
        var organization = await one.OrganizationAsync();
        var pool = UserPool(organization);
        Assert.True(await one.Get<IUserPoolStore>().AddAsync(pool, Record(organization), ct));
        var client = SdkClient(organization, pool.Id, origins: "https://a.test");
        Assert.True(await one.Get<IClientStore>().AddSdkAsync(client, null, Record(organization), ct));

        var there = two.Get<IClientStore>();
        await two.Get<CatalogueWatch>().LookAsync(ct);
        Assert.NotNull(await there.FindSdkAsync(organization, client.Id, ct));
        Assert.Same(await there.FindSdkAsync(organization, client.Id, ct), await there.FindSdkAsync(organization, client.Id, ct));
        Assert.True(await there.AllowsSdkOriginAsync(organization, "https://a.test", ct));
        Assert.NotNull(await there.FirstApplicationAsync(pool.Id, ct));

        Assert.Equal(Outcome.Done, await one.Get<IClientStore>().RemoveSdkAsync(client, null, Now, Record(organization), ct));
        Assert.NotNull(await there.FindSdkAsync(organization, client.Id, ct));
        await two.Get<CatalogueWatch>().LookAsync(ct);
        Assert.Null(await there.FindSdkAsync(organization, client.Id, ct));
        Assert.Null(await there.FirstApplicationAsync(pool.Id, ct));
        Assert.False(await there.AllowsSdkOriginAsync(null, "https://a.test", ct));
    }
}
