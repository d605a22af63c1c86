using IdentityServer.Domain.Consents;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Protocol;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

public abstract class ConsentStoreContract(IDatabaseSource source)
{
    readonly IConsentStore consents = source.Shared.Get<IConsentStore>();
    readonly ITokenFamilyStore families = source.Shared.Get<ITokenFamilyStore>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Agreeing_adds_to_what_was_agreed()
    {
        UserId user = new(NewId());
        ClientId client = new("shop");
        Assert.Null(await consents.FindAsync(Pool, user, client, ct));
        await consents.GrantAsync(Pool, user, client, ScopeSet.Of("openid", "email"), Now, ct);
        await consents.GrantAsync(Pool, user, client, ScopeSet.Of("profile", "email"), Now.AddHours(1), ct);
        var found = await consents.FindAsync(Pool, user, client, ct);
        Assert.Equal(ScopeSet.Of("openid", "email", "profile"), found?.Scope);
        Assert.Equal(Now.AddHours(1), found?.GrantedAt);
        Assert.Null(await consents.FindAsync(new("other"), user, client, ct));
        Assert.Null(await consents.FindAsync(Pool, user, new("Shop"), ct));
    }

    [Fact]
    public async Task Agreements_made_at_once_all_count()
    {
        UserId user = new(NewId());
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
            await consents.GrantAsync(Pool, user, new("shop"), ScopeSet.Of($"s{i}"), Now, ct)));
        Assert.Equal(20, (await consents.FindAsync(Pool, user, new("shop"), ct))!.Scope.Count);
    }

    [Fact]
    public async Task Withdrawing_forgets_it_and_revokes_the_families_of_this_user_and_client()
    {
        var user = User();
        var (mine, othersClient, othersUser) = (Family(user), Family(user, client: "other"), Family(User()));
        foreach (var family in new[] { mine, othersClient, othersUser }) await families.AddAsync(family, ct);
        await consents.GrantAsync(Pool, user.Id, mine.ClientId, mine.Scope, Now, ct);

        Assert.True(await consents.RevokeAsync(Pool, user.Id, mine.ClientId, Now, ct));
        Assert.False(await consents.RevokeAsync(Pool, user.Id, mine.ClientId, Now, ct));

        Assert.Null(await consents.FindAsync(Pool, user.Id, mine.ClientId, ct));
        Assert.Equal(Now, (await families.FindAsync(Pool, mine.Id, ct))!.Family.RevokedAt);
        Assert.Null((await families.FindAsync(Pool, othersClient.Id, ct))!.Family.RevokedAt);
        Assert.Null((await families.FindAsync(Pool, othersUser.Id, ct))!.Family.RevokedAt);
    }
}
