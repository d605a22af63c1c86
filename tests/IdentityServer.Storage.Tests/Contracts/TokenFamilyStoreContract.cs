using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Users;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

public abstract class TokenFamilyStoreContract(IDatabaseSource source)
{
    readonly ITokenFamilyStore families = source.Shared.Get<ITokenFamilyStore>();
    readonly IUserStore users = source.Shared.Get<IUserStore>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    async Task<(TokenFamily, User)> NewAsync(bool offline = false)
    {
        var user = User();
        Assert.True(await users.AddAsync(user, ct));
        var family = Family(user, offline: offline);
        await families.AddAsync(family, ct);
        return (family, user);
    }

    async Task<TokenFamily> ReadAsync(TokenFamily family) => (await families.FindAsync(Pool, family.Id, ct))!.Family;

    [Fact]
    public async Task A_family_comes_back_as_it_was_written_with_its_user()
    {
        var (family, user) = await NewAsync(offline: true);
        var found = await families.FindByCodeAsync(Pool, family.CodeDigest, ct);
        Assert.NotNull(found);
        Assert.Equivalent(family, found.Family, strict: true);
        Assert.Equal(user.Id, found.User?.Id);
        Assert.Equal(user.SecurityStamp, found.User?.SecurityStamp);
        Assert.Equivalent(family, await ReadAsync(family), strict: true);
    }

    [Fact]
    public async Task A_family_whose_user_is_gone_is_found_without_one()
    {
        var family = Family(User());
        await families.AddAsync(family, ct);
        Assert.Null((await families.FindByCodeAsync(Pool, family.CodeDigest, ct))!.User);
        Assert.Null((await families.FindAsync(Pool, family.Id, ct))!.User);
    }

    [Fact]
    public async Task Another_pool_sees_no_family()
    {
        var (family, _) = await NewAsync();
        PoolId other = new("other");
        Assert.Null(await families.FindByCodeAsync(other, family.CodeDigest, ct));
        Assert.Null(await families.FindAsync(other, family.Id, ct));
        Assert.False(await families.TakeCodeAsync(other, family.Id, Now, null, ct));
        Assert.Equal(0, await families.CountWrongVerifierAsync(other, family.Id, ct));
        await families.RevokeAsync(other, family.Id, Now, ct);
        Assert.Null((await ReadAsync(family)).RevokedAt);
    }

    [Fact]
    public async Task A_code_is_taken_once_and_starts_no_line_unless_asked()
    {
        var (family, _) = await NewAsync();
        Assert.True(await families.TakeCodeAsync(Pool, family.Id, Now, null, ct));
        Assert.False(await families.TakeCodeAsync(Pool, family.Id, Now, Now.AddDays(1), ct));
        var read = await ReadAsync(family);
        Assert.Equal(Now, read.CodeTakenAt);
        Assert.Equal(0, read.Generation);
        Assert.Null(read.RefreshExpiresAt);
    }

    [Fact]
    public async Task Taking_a_code_starts_the_line_in_the_same_statement()
    {
        var (family, _) = await NewAsync();
        Assert.True(await families.TakeCodeAsync(Pool, family.Id, Now, Now.AddDays(30), ct));
        var read = await ReadAsync(family);
        Assert.Equal(1, read.Generation);
        Assert.Equal(Now, read.RotatedAt);
        Assert.Equal(Now.AddDays(30), read.RefreshExpiresAt);
    }

    [Fact]
    public async Task A_revoked_family_gives_neither_code_nor_rotation()
    {
        var (family, _) = await NewAsync();
        await families.RevokeAsync(Pool, family.Id, Now, ct);
        Assert.False(await families.TakeCodeAsync(Pool, family.Id, Now, Now.AddDays(1), ct));
        Assert.False(await families.RotateAsync(Pool, family.Id, 0, Now, ct));
        await families.RevokeAsync(Pool, family.Id, Now.AddHours(1), ct);
        Assert.Equal(Now, (await ReadAsync(family)).RevokedAt);
    }

    [Fact]
    public async Task Only_the_newest_generation_rotates()
    {
        var (family, _) = await NewAsync();
        Assert.True(await families.TakeCodeAsync(Pool, family.Id, Now, Now.AddDays(1), ct));
        Assert.True(await families.RotateAsync(Pool, family.Id, 1, Now.AddMinutes(1), ct));
        Assert.False(await families.RotateAsync(Pool, family.Id, 1, Now.AddMinutes(2), ct));
        Assert.False(await families.RotateAsync(Pool, family.Id, 3, Now.AddMinutes(2), ct));
        var read = await ReadAsync(family);
        Assert.Equal(2, read.Generation);
        Assert.Equal(Now.AddMinutes(1), read.RotatedAt);
    }

    [Fact]
    public async Task Wrong_verifiers_made_in_parallel_all_count()
    {
        var (family, _) = await NewAsync();
        var counts = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => await families.CountWrongVerifierAsync(Pool, family.Id, ct)));
        Assert.Equal(Enumerable.Range(1, 20), counts.Order());
        Assert.Equal(20, (await ReadAsync(family)).WrongVerifiers);
    }

    [Fact]
    public async Task A_code_digest_is_compared_byte_for_byte()
    {
        var (family, _) = await NewAsync();
        var code = family.CodeDigest.Value;
        foreach (var other in new[] { code.ToUpperInvariant(), code.ToLowerInvariant(), code + " ", " " + code })
            if (other != code) Assert.Null(await families.FindByCodeAsync(Pool, new(other), ct));
    }

    [Fact]
    public async Task Removing_a_client_revokes_its_families_and_no_others()
    {
        var clients = source.Shared.Get<IClientStore>();
        var client = Client();
        await clients.SaveAsync(client, ct);
        var user = User();
        var (mine, other) = (Family(user, client: client.Id.Value), Family(user));
        await families.AddAsync(mine, ct);
        await families.AddAsync(other, ct);
        Assert.True(await clients.RemoveAsync(Pool, client.Id, Now, ct));
        Assert.False(await clients.RemoveAsync(Pool, client.Id, Now, ct));
        Assert.Equal(Now, (await ReadAsync(mine)).RevokedAt);
        Assert.Null((await ReadAsync(other)).RevokedAt);
        Assert.False(await families.TakeCodeAsync(Pool, mine.Id, Now, null, ct));
    }
}
