using System.Text.Json.Nodes;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Users;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Connections;

/// <summary>An e-mail address finds nobody and takes over nothing, whatever a provider says of it. S105.</summary>
public sealed class EmailTests(AtProvider at) : IClassFixture<AtProvider>, IAsyncLifetime
{
    public static TheoryData<string> Words => ["true", "false", "\"true\"", "\"false\"", "1", "absent"];

    static string NewSub() => $"sub-{Guid.CreateVersion7():n}";

    public async ValueTask InitializeAsync() => await at.ResetAsync();

    public ValueTask DisposeAsync() => default;

    void Says(string email, string verified) => at.Provider.Claims = claims =>
    {
        claims["email"] = email;
        claims.Remove("email_verified");
        if (verified != "absent") claims["email_verified"] = JsonNode.Parse(verified);
    };

    async Task<User> LoggedInAsync(string sub)
    {
        using var browser = at.App.NewBrowser();
        Expect.Code(await at.LogInAsync(browser, sub));
        return (await at.IdentityAsync(sub))!.User;
    }

    [Theory]
    [MemberData(nameof(Words))]
    public async Task Whoever_has_the_address_keeps_it_and_the_newcomer_has_none(string verified)
    {
        foreach (var ofOwner in (bool[])[true, false])
        {
            var owner = await at.App.AddUserAsync($"u-{Guid.CreateVersion7():n}", user =>
            {
                user.EmailVerified = ofOwner;
                return user;
            });
            Says(owner.Email!.ToUpperInvariant(), verified);
            var newcomer = await LoggedInAsync(NewSub());
            Assert.NotEqual(owner.Id, newcomer.Id);
            Assert.Equal((null, false), (newcomer.Email, newcomer.EmailVerified));
            var after = (await at.App.Service<IUserStore>().FindAsync(PoolId.Default, owner.Id, CancellationToken.None))!;
            Assert.Equal((owner.Email, ofOwner, owner.ConcurrencyStamp), (after.Email, after.EmailVerified, after.ConcurrencyStamp));
        }
    }

    [Theory]
    [MemberData(nameof(Words))]
    public async Task A_free_address_is_taken_and_is_verified_only_where_the_provider_says_so_in_so_many_words(string verified)
    {
        var sub = NewSub();
        Says($"{sub}@free.example", verified);
        var user = await LoggedInAsync(sub);
        Assert.Equal(($"{sub}@free.example", verified == "true"), (user.Email, user.EmailVerified));
    }

    [Fact]
    public async Task A_known_user_gets_a_new_address_where_it_is_free_and_keeps_the_old_one_where_it_is_not()
    {
        var sub = NewSub();
        var user = await LoggedInAsync(sub);
        Says($"{sub}@new.example", "false");
        var moved = await LoggedInAsync(sub);
        Assert.Equal((user.Id, $"{sub}@new.example", false), (moved.Id, moved.Email, moved.EmailVerified));
        Says("alice@example.test", "true");
        var stayed = await LoggedInAsync(sub);
        Assert.Equal((user.Id, $"{sub}@new.example", false), (stayed.Id, stayed.Email, stayed.EmailVerified));
        Says($"{sub}@new.example", "true");
        Assert.True((await LoggedInAsync(sub)).EmailVerified);
    }

    [Fact]
    public async Task Subjects_that_differ_only_in_case_are_two_people()
    {
        var sub = NewSub();
        var (lower, upper) = (await LoggedInAsync(sub), await LoggedInAsync(sub.ToUpperInvariant()));
        Assert.NotEqual(lower.Id, upper.Id);
        Assert.Equal($"{AtProvider.Id}|{sub}", lower.Username);
        Assert.StartsWith($"{AtProvider.Id}|", upper.Username, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_first_logins_at_once_are_one_user()
    {
        var sub = NewSub();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LoggedInAsync(sub)));
        var users = await at.App.Service<IUserStore>().ListAsync(PoolId.Default, 0, 1000, CancellationToken.None);
        Assert.Single(users, user => user.Username == $"{AtProvider.Id}|{sub}");
    }
}
