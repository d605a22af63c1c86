using System.Text.Json;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Users;
using Xunit;

namespace IdentityServer.Domain.Tests.Connections;

/// <summary>S105: who somebody is say connection and subject alone.</summary>
public sealed class UpstreamUsersTests
{
    readonly MemoryUsers users = new();
    readonly MemoryIdentities identities;
    readonly ManualClock clock = new(World.Start);
    readonly UpstreamUsers law;

    public UpstreamUsersTests()
    {
        identities = new(users);
        law = new(identities, users, clock);
    }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static UpstreamPerson Person(string subject = "u1", string? email = null, bool verified = false, string? name = null, string? tokens = null) =>
        new(subject, new(name is null ? new Dictionary<string, JsonElement>() : new() { ["name"] = Providers.Json($"\"{name}\"") }, email, verified), tokens);

    ValueTask<Result<User>> ResolveAsync(UpstreamPerson person, Connection? connection = null) => law.ResolveAsync(connection ?? Providers.Connection(), person, Ct);

    async Task<User> LocalAsync(string name, string? email = null)
    {
        User user = new()
        {
            PoolId = PoolId.Default,
            Id = new(name),
            Username = name,
            NormalizedUsername = UserNames.Normalize(name),
            Email = email,
            NormalizedEmail = email is null ? null : EmailAddresses.Normalize(email),
            EmailVerified = email is not null,
            SecurityStamp = "s",
            CreatedAt = World.Start,
            UpdatedAt = World.Start,
        };
        Assert.True(await users.AddAsync(user, Ct));
        return user;
    }

    [Fact]
    public async Task An_unknown_identity_is_a_new_user_and_a_line_in_the_log()
    {
        var user = (await ResolveAsync(Person(email: "a@b.example", verified: true, name: "N"))).Value();
        Assert.Equal(("example|u1", null, "a@b.example", true, "N"), (user.Username, user.PasswordHash, user.Email, user.EmailVerified, user.Claims["name"].GetString()));
        Assert.True(Ids.IsUuid(user.Id.Value));
        Assert.NotEmpty(user.SecurityStamp);
        var record = Assert.Single(identities.Records);
        Assert.Equal((AuditAction.UserCreated.Name, "connection:example", user.Id.Value), (record.Action, record.Actor, record.Target));
        Assert.Equal(user.Id, (await ResolveAsync(Person())).Value().Id);
        Assert.Equal(1, identities.Sightings);
    }

    [Fact]
    public async Task An_address_that_is_somebodys_is_left_to_them()
    {
        var owner = await LocalAsync("alice", "a@b.example");
        var user = (await ResolveAsync(Person(email: "A@B.example", verified: true))).Value();
        Assert.NotEqual(owner.Id, user.Id);
        Assert.Equal((null, null, false), (user.Email, user.NormalizedEmail, user.EmailVerified));
    }

    [Fact]
    public async Task A_name_that_is_somebodys_or_none_is_replaced_by_one_that_says_as_much()
    {
        await LocalAsync("EXAMPLE|U1");
        var user = (await ResolveAsync(Person(email: "a@b.example"))).Value();
        Assert.Matches("^example\\|[A-Za-z0-9_-]{43}$", user.Username);
        Assert.Equal("a@b.example", user.Email);
        Assert.Matches("^example\\|[A-Za-z0-9_-]{43}$", (await ResolveAsync(Person(new string('x', 255)))).Value().Username);
        Assert.Matches("^example\\|[A-Za-z0-9_-]{43}$", (await ResolveAsync(Person("a\u200Bb"))).Value().Username);
        Assert.Equal(Reason.UpstreamUserRefused, await OccupiedAsync());
    }

    async Task<Reason?> OccupiedAsync()
    {
        var first = (await ResolveAsync(Person("A"))).Value();
        var second = (await ResolveAsync(Person("a"))).Value();
        Assert.NotEqual(first.Id, second.Id);
        var hashed = System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData("taken"u8));
        await LocalAsync("example|taken");
        await LocalAsync("example|" + hashed);
        return (await ResolveAsync(Person("taken"))).Reason();
    }

    [Fact]
    public async Task Of_two_first_logins_at_once_the_slower_gets_the_fasters_user()
    {
        User? faster = null;
        identities.Rival = async () => faster = (await ResolveAsync(Person())).Value();
        Assert.Equal((await ResolveAsync(Person())).Value().Id, faster!.Id);
        Assert.Single(identities.Records);
    }

    [Fact]
    public async Task Who_is_disabled_locked_or_of_another_issuer_stays_outside()
    {
        var user = (await ResolveAsync(Person())).Value();
        Assert.Equal(Reason.UpstreamUserRefused, (await ResolveAsync(Person(), Providers.Connection() with { Issuer = "https://evil.example" })).Reason());
        user.LockoutEnd = clock.Now.AddSeconds(1);
        user.Disabled = true;
        Assert.Equal(Reason.UpstreamUserRefused, (await ResolveAsync(Person())).Reason());
        Assert.Equal(0, identities.Sightings);
    }

    [Fact]
    public async Task What_has_changed_there_is_taken_over_and_what_has_not_costs_no_write()
    {
        await ResolveAsync(Person(email: "a@b.example", name: "N"));
        var writes = users.Writes;
        await ResolveAsync(Person(email: "A@b.example", name: "N"));
        Assert.Equal(writes, users.Writes);
        clock.Advance(TimeSpan.FromMinutes(1));
        var user = (await ResolveAsync(Person(email: "c@d.example", verified: true, name: "M"))).Value();
        Assert.Equal(("c@d.example", true, "M", clock.Now), (user.Email, user.EmailVerified, user.Claims["name"].GetString(), user.UpdatedAt));
        user = (await ResolveAsync(Person())).Value();
        Assert.Equal(("c@d.example", true, "M"), (user.Email, user.EmailVerified, user.Claims["name"].GetString()));
    }

    [Fact]
    public async Task A_new_address_that_is_taken_leaves_the_old_one_and_does_not_hold_up_the_rest()
    {
        await LocalAsync("alice", "a@b.example");
        await ResolveAsync(Person(email: "old@b.example", name: "N"));
        var user = (await ResolveAsync(Person(email: "a@b.example", verified: true, name: "M"))).Value();
        Assert.Equal(("old@b.example", false, "M"), (user.Email, user.EmailVerified, user.Claims["name"].GetString()));
        user = (await ResolveAsync(Person(email: "a@b.example", verified: true, name: "M"))).Value();
        Assert.Equal(("old@b.example", false), (user.Email, user.EmailVerified));
        Assert.True((await ResolveAsync(Person(email: "old@b.example", verified: true))).Value().EmailVerified);
    }

    [Fact]
    public async Task Tokens_that_are_kept_stay_until_there_are_newer_ones()
    {
        await ResolveAsync(Person(tokens: "one"));
        await ResolveAsync(Person());
        Assert.Equal("one", (await identities.FindAsync(PoolId.Default, "example", "u1", Ct))!.Identity.SealedTokens);
        await ResolveAsync(Person(tokens: "two"));
        Assert.Equal("two", (await identities.FindAsync(PoolId.Default, "example", "u1", Ct))!.Identity.SealedTokens);
    }
}
