using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Pools;

public sealed class PoolDirectoryTests
{
    readonly MemoryUserPools rows = new();
    readonly Pool root = new(PoolId.Default, "https://id.example");

    PoolDirectory Directory => new(root, rows);

    UserPool Add(string id, Func<UserPool, UserPool>? change = null)
    {
        UserPool pool = new() { Id = new(id), OrganizationId = "o", Name = id, CreatedAt = World.Start, Version = "1" };
        return rows.Put(change is null ? pool : change(pool));
    }

    [Fact]
    public async Task The_root_is_itself_and_a_hosted_pool_is_below_it()
    {
        var id = Add("hosted").Id;
        Assert.Same(root, await Directory.FindAsync(PoolId.Default, World.Ct));
        Assert.Equal(new(id, "https://id.example/pools/hosted") { LongestLifetime = AppUserIdTokenTimes.Longest }, await Directory.FindAsync(id, World.Ct));
        Assert.Equal(AppUserIdTokenTimes.Compatible, (await Directory.FindAsync(Add("old", pool => pool with { CompatibleLifetime = true }).Id, World.Ct))!.LongestLifetime);
    }

    [Fact]
    public async Task We_are_the_issuer_of_no_other()
    {
        var hosted = Add("hosted").Id;
        UserPool[] others =
        [
            Add("provided", pool => pool with { Authorization = new() { JwksUri = "https://keys.example/jwks" } }),
            Add("disabled", pool => pool with { Disabled = true }),
            Add("deleted", pool => pool with { DeletedAt = World.Start }),
        ];
        foreach (var other in others) Assert.Null(await Directory.FindAsync(other.Id, World.Ct));
        Assert.Null(await Directory.FindAsync(new("unknown"), World.Ct));
        Assert.Equal([PoolId.Default, hosted], (await Directory.ListAsync(World.Ct)).Select(pool => pool.Id));
    }
}
