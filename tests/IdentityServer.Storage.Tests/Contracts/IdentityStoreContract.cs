using IdentityServer.Domain.Users;
using IdentityServer.Storage.Tests.Fixture;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

/// <summary>The store as UserManager uses it.</summary>
public abstract class IdentityStoreContract(IDatabaseSource source)
{
    const string Password = "Correct horse battery 1";

    readonly IUserStore users = source.Shared.Get<IUserStore>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    UserManager<User> Manager() => new(
        source.Shared.Get<IUserStore<User>>(), Options.Create(new IdentityOptions()), new PasswordHasher<User>(), [new UserValidator<User>()],
        [], source.Shared.Get<ILookupNormalizer>(), new(), source.Shared.Get<IServiceProvider>(), NullLogger<UserManager<User>>.Instance);

    static async Task<User> CreatedAsync(UserManager<User> manager)
    {
        var user = User("u" + NewId(), email: NewId() + "@shop.test");
        var created = await manager.CreateAsync(user, Password);
        Assert.True(created.Succeeded, created.ToString());
        return user;
    }

    [Fact]
    public async Task A_user_is_created_found_and_checked()
    {
        using var manager = Manager();
        var user = await CreatedAsync(manager);
        Assert.Equal(user.Id, (await manager.FindByNameAsync("  " + user.Username.ToUpperInvariant()))?.Id);
        Assert.Equal(user.Id, (await manager.FindByEmailAsync(user.Email!.ToUpperInvariant()))?.Id);
        var found = await manager.FindByIdAsync(user.Id.Value);
        Assert.True(await manager.CheckPasswordAsync(found!, Password));
        Assert.False(await manager.CheckPasswordAsync(found!, "wrong"));
        Assert.False((await manager.CreateAsync(User(user.Username), Password)).Succeeded);
    }

    [Fact]
    public async Task Changing_a_password_changes_the_security_stamp()
    {
        using var manager = Manager();
        var user = await CreatedAsync(manager);
        var stamp = user.SecurityStamp;
        Assert.True((await manager.ChangePasswordAsync(user, Password, Password + "2")).Succeeded);
        Assert.NotEqual(stamp, (await users.FindAsync(Pool, user.Id, ct))!.SecurityStamp);
    }

    [Fact]
    public async Task An_update_over_somebody_elses_is_a_concurrency_failure()
    {
        using var manager = Manager();
        var user = await CreatedAsync(manager);
        var other = (await users.FindAsync(Pool, user.Id, ct))!;
        Assert.True(await users.SaveAsync(other, ct));
        var result = await manager.UpdateAsync(user);
        Assert.Contains(result.Errors, error => error.Code == nameof(IdentityErrorDescriber.ConcurrencyFailure));
        Assert.Contains((await manager.DeleteAsync(user)).Errors, error => error.Code == nameof(IdentityErrorDescriber.ConcurrencyFailure));
        Assert.True((await manager.DeleteAsync(other)).Succeeded);
        Assert.Null(await users.FindAsync(Pool, user.Id, ct));
    }

    [Fact]
    public async Task Wrong_passwords_tried_in_parallel_lock_the_user_out()
    {
        using var manager = Manager();
        var user = await CreatedAsync(manager);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(async () =>
        {
            using var mine = Manager();
            await mine.AccessFailedAsync((await users.FindAsync(Pool, user.Id, ct))!);
        }, ct)));
        var found = await users.FindAsync(Pool, user.Id, ct);
        Assert.True(await manager.IsLockedOutAsync(found!));
        Assert.Equal(0, found!.AccessFailedCount);
    }

    [Theory]
    [InlineData("zoe", "ZOE")]
    [InlineData("  Zoe\t", "ZOE")]
    [InlineData("\uFF5A\uFF4F\uFF45", "ZOE")]
    [InlineData("e\u0301", "\u00C9")]
    [InlineData("\uFB01n", "FIN")]
    public void Names_are_folded_before_they_are_looked_up(string typed, string folded) =>
        Assert.Equal(folded, source.Shared.Get<ILookupNormalizer>().NormalizeName(typed));

    /// <summary>Not as data of the theory: half a surrogate pair does not survive its way there.</summary>
    [Fact]
    public void What_is_not_text_folds_to_nobody()
    {
        foreach (var typed in new[] { "a\0", "a\uD800", "\uDC00b" })
            Assert.Equal("", source.Shared.Get<ILookupNormalizer>().NormalizeEmail(typed));
    }
}
