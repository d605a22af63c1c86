using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

public abstract class ApiKeyStoreContract(IDatabaseSource source)
{
    readonly IApiKeyStore keys = source.Shared.Get<IApiKeyStore>();
    readonly IAuditLog log = source.Shared.Get<IAuditLog>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    async Task<string> OrganizationAsync()
    {
        var organization = new Organization { Id = NewId(), Name = "Org " + NewId(), CreatedAt = Now };
        Assert.True(await source.Shared.Get<IOrganizationStore>().AddAsync(organization, null, Record(null), ct));
        return organization.Id;
    }

    async Task<string[]> RecordedAsync(string organization) =>
        [.. (await log.ListAsync(organization, null, 100, ct)).Where(record => record.OrganizationId == organization).Select(record => record.Target)];

    [Fact]
    public async Task A_key_is_found_by_its_digest_and_made_once_with_its_record()
    {
        var organization = await OrganizationAsync();
        var key = ApiKey(organization);
        Assert.Null(await keys.FindAsync(key.Digest, ct));
        Assert.True(await keys.AddAsync(key, Record(organization, "first"), ct));
        Assert.Equivalent(key, await keys.FindAsync(key.Digest, ct), strict: true);

        var twin = new ApiKey { Id = NewId(), OrganizationId = organization, Name = "twin", Digest = key.Digest, Prefix = key.Prefix, Role = MemberRole.Member, CreatedAt = Now };
        Assert.False(await keys.AddAsync(twin, Record(organization, "second"), ct));
        Assert.Equal(["first"], await RecordedAsync(organization));
    }

    [Fact]
    public async Task An_organization_sees_its_own_keys_the_revoked_ones_too()
    {
        var (mine, theirs) = (await OrganizationAsync(), await OrganizationAsync());
        var (b, a, other) = (ApiKey(mine, "b"), ApiKey(mine, "a"), ApiKey(theirs));
        foreach (var key in new[] { b, a, other }) Assert.True(await keys.AddAsync(key, Record(key.OrganizationId), ct));
        Assert.True(await keys.RevokeAsync(mine, a.Id, Now, Record(mine), ct));
        Assert.Equal([a.Id, b.Id], (await keys.ListAsync(mine, ct)).Select(key => key.Id));
        Assert.Equal(Now, (await keys.FindAsync(a.Digest, ct))!.RevokedAt);
    }

    [Fact]
    public async Task A_key_is_revoked_by_one_caller_of_its_own_organization_and_recorded_once()
    {
        var (mine, theirs) = (await OrganizationAsync(), await OrganizationAsync());
        var key = ApiKey(mine);
        Assert.True(await keys.AddAsync(key, Record(mine, "added"), ct));
        Assert.False(await keys.RevokeAsync(theirs, key.Id, Now, Record(mine, "foreign"), ct));
        var revoked = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => keys.RevokeAsync(mine, key.Id, Now.AddSeconds(i), Record(mine, "revoked"), ct).AsTask()));
        Assert.Single(revoked, true);
        Assert.Equal(["added", "revoked"], (await RecordedAsync(mine)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Name_and_role_of_a_live_key_change()
    {
        var organization = await OrganizationAsync();
        var key = ApiKey(organization);
        Assert.True(await keys.AddAsync(key, Record(organization), ct));
        (key.Name, key.Role) = ("renamed", MemberRole.ReadOnly);
        Assert.True(await keys.SaveAsync(key, Record(organization), ct));
        Assert.Equivalent(key, await keys.FindAsync(key.Digest, ct), strict: true);
        Assert.True(await keys.RevokeAsync(organization, key.Id, Now, Record(organization), ct));
        key.Role = MemberRole.Admin;
        Assert.False(await keys.SaveAsync(key, Record(organization, "late"), ct));
        Assert.Equal(MemberRole.ReadOnly, (await keys.FindAsync(key.Digest, ct))!.Role);
        Assert.DoesNotContain("late", await RecordedAsync(organization));
    }

    [Fact]
    public async Task A_use_is_written_at_most_once_a_minute_and_never_backwards()
    {
        var organization = await OrganizationAsync();
        var key = ApiKey(organization);
        Assert.True(await keys.AddAsync(key, Record(organization), ct));
        async Task<DateTimeOffset?> UsedAsync(TimeSpan after)
        {
            await keys.TouchAsync(key.Id, Now + after, ct);
            return (await keys.FindAsync(key.Digest, ct))!.LastUsedAt;
        }
        Assert.Equal(Now, await UsedAsync(TimeSpan.Zero));
        Assert.Equal(Now, await UsedAsync(TimeSpan.FromSeconds(59)));
        Assert.Equal(Now.AddMinutes(1), await UsedAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal(Now.AddMinutes(1), await UsedAsync(TimeSpan.FromMinutes(-5)));
    }
}
