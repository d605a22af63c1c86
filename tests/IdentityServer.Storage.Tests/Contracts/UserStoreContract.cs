using System.Text.Json;
using IdentityServer.Domain.Users;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

public abstract class UserStoreContract(IDatabaseSource source)
{
    readonly IUserStore users = source.Shared.Get<IUserStore>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    async Task<User> NewAsync(string? name = null, string? email = null)
    {
        var user = User(name, email: email);
        Assert.True(await users.AddAsync(user, ct));
        return user;
    }

    [Fact]
    public async Task A_user_comes_back_with_claims_of_every_kind()
    {
        var user = User(email: NewId() + "@shop.test");
        user.Claims = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{"name":"Zoë","address":{"country":"IS"},"updated":12.5}""")!;
        user.LockoutEnd = Now.AddMinutes(5);
        Assert.True(await users.AddAsync(user, ct));
        var found = await users.FindAsync(Pool, user.Id, ct);
        Assert.Equal(JsonSerializer.Serialize(user), JsonSerializer.Serialize(found));
        Assert.Equal(user.Id, (await users.FindByUsernameAsync(Pool, user.NormalizedUsername, ct))?.Id);
        Assert.Null(await users.FindAsync(new("other"), user.Id, ct));
        Assert.Null(await users.FindByUsernameAsync(new("other"), user.NormalizedUsername, ct));
    }

    [Fact]
    public async Task Id_username_and_address_are_each_taken_once_per_pool()
    {
        var user = await NewAsync(email: NewId() + "@shop.test");
        Assert.False(await users.AddAsync(User(id: user.Id.Value), ct));
        Assert.False(await users.AddAsync(User(user.Username), ct));
        Assert.False(await users.AddAsync(User(email: user.Email), ct));
        Assert.True(await users.AddAsync(User(user.Username, new("other-" + NewId()), user.Id.Value, user.Email), ct));
    }

    [Fact]
    public async Task Users_without_an_address_do_not_collide()
    {
        await NewAsync();
        await NewAsync();
    }

    [Fact]
    public async Task Names_are_compared_byte_for_byte()
    {
        var stem = NewId();
        string[] names = [stem + "É", stem + "E\u0301", stem + "é", stem + "E", stem + "E ", stem + "\uFF25"];
        foreach (var name in names)
        {
            var user = User();
            user.NormalizedUsername = name;
            Assert.True(await users.AddAsync(user, ct), name);
        }
        foreach (var name in names) Assert.Equal(name, (await users.FindByUsernameAsync(Pool, name, ct))?.NormalizedUsername);
        Assert.Null(await users.FindByUsernameAsync(Pool, stem + "e", ct));
    }

    [Fact]
    public async Task Ids_are_compared_byte_for_byte()
    {
        var stem = NewId();
        Assert.True(await users.AddAsync(User(id: stem + "a"), ct));
        Assert.True(await users.AddAsync(User(id: stem + "A"), ct));
        Assert.Equal(stem + "A", (await users.FindAsync(Pool, new(stem + "A"), ct))?.Id.Value);
        Assert.Null(await users.FindAsync(Pool, new(stem + "a "), ct));
        Assert.Null(await users.FindAsync(Pool, new(stem + "\uFF41"), ct));
    }

    [Fact]
    public async Task What_is_not_text_is_nobodys_name()
    {
        foreach (var name in new[] { "a\0b", "a\uD800b", "\uDC00" })
        {
            Assert.Null(await users.FindByUsernameAsync(Pool, name, ct));
            Assert.Null(await users.FindAsync(Pool, new(name), ct));
        }
    }

    [Fact]
    public async Task Saving_what_was_read_before_another_save_is_refused()
    {
        var user = await NewAsync();
        var (mine, theirs) = (await users.FindAsync(Pool, user.Id, ct), await users.FindAsync(Pool, user.Id, ct));
        theirs!.Disabled = true;
        Assert.True(await users.SaveAsync(theirs, ct));
        mine!.Username = "changed";
        Assert.False(await users.SaveAsync(mine, ct));
        Assert.True(await users.SaveAsync(theirs, ct));
        var found = await users.FindAsync(Pool, user.Id, ct);
        Assert.True(found!.Disabled);
        Assert.Equal(user.Username, found.Username);
    }

    [Fact]
    public async Task Saving_a_name_that_another_has_is_refused()
    {
        var (one, two) = (await NewAsync(), await NewAsync());
        two.NormalizedUsername = one.NormalizedUsername;
        Assert.False(await users.SaveAsync(two, ct));
    }

    [Fact]
    public async Task Failures_counted_in_parallel_all_count_and_a_save_does_not_put_an_older_count_back()
    {
        var user = await NewAsync();
        var before = await users.FindAsync(Pool, user.Id, ct);
        var counts = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => await users.CountFailureAsync(Pool, user.Id, ct)));
        Assert.Equal(Enumerable.Range(1, 20), counts.Order());
        Assert.True(await users.SaveAsync(before!, ct));
        Assert.Equal(20, (await users.FindAsync(Pool, user.Id, ct))!.AccessFailedCount);
    }

    [Fact]
    public async Task A_list_is_a_page_in_the_order_of_ids()
    {
        PoolId pool = new("list-" + NewId()[..8]);
        foreach (var id in new[] { "c", "a", "B", "b" }) Assert.True(await users.AddAsync(User(pool: pool, id: id), ct));
        Assert.Equal(["B", "a", "b", "c"], (await users.ListAsync(pool, 0, 10, ct)).Select(user => user.Id.Value));
        Assert.Equal(["a", "b"], (await users.ListAsync(pool, 1, 2, ct)).Select(user => user.Id.Value));
    }
}
