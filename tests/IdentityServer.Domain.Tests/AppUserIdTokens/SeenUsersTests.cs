using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.AppUserIdTokens;

public sealed class SeenUsersTests
{
    static readonly PoolId Pool = new("p");

    readonly ManualClock clock = new(TokenWorld.Start);
    readonly MemorySeenUsers store = new();
    readonly SeenUsers seen;

    public SeenUsersTests() => seen = new(store, clock);

    ValueTask NoteAsync(string user = "u", string pool = "p", string? issuer = "i") => seen.NoteAsync(new(pool), user, issuer, TokenWorld.Ct);

    [Fact]
    public async Task A_user_is_noted_once_a_minute()
    {
        for (var i = 0; i < 6; i++)
        {
            await NoteAsync();
            clock.Advance(TimeSpan.FromSeconds(15));
        }
        Assert.Equal([TokenWorld.Start, TokenWorld.Start.AddMinutes(1)], store.Notes.Select(note => note.LastSeenAt));
    }

    [Fact]
    public async Task Each_user_of_each_pool_for_itself()
    {
        await NoteAsync();
        await NoteAsync("U");
        await NoteAsync(pool: "q");
        Assert.Equal([(Pool, "u"), (Pool, "U"), (new PoolId("q"), "u")], store.Notes.Select(note => (note.PoolId, note.AppUserId)));
    }

    [Fact]
    public async Task What_was_not_stored_is_not_noted()
    {
        store.IsAway = true;
        await Assert.ThrowsAsync<TimeoutException>(async () => await NoteAsync());
        store.IsAway = false;
        await NoteAsync();
        Assert.Single(store.Notes);
    }

    [Theory]
    [InlineData("https://login.acme.example", true)]
    [InlineData("a\0b", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public async Task An_issuer_is_kept_where_it_can_be(string? issuer, bool kept)
    {
        await NoteAsync(issuer: issuer);
        Assert.Equal(kept ? issuer : null, store.Notes.Single().Issuer);
    }

    [Fact]
    public async Task A_believed_token_says_whom_to_note()
    {
        await seen.NoteAsync(new("u", Pool, new('i', 256), TokenWorld.Start, default), TokenWorld.Ct);
        var note = Assert.Single(store.Notes);
        Assert.Equal((Pool, "u", null), (note.PoolId, note.AppUserId, note.Issuer));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_begins_anew()
    {
        await NoteAsync();
        clock.Advance(TimeSpan.FromHours(-1));
        await NoteAsync();
        Assert.Equal(2, store.Notes.Count);
    }

    [Fact]
    public async Task Memory_is_bounded()
    {
        for (var i = 0; i < SeenUsers.MaxRemembered; i++) await NoteAsync("u" + i);
        await NoteAsync("u0");
        Assert.Equal(SeenUsers.MaxRemembered + 1, store.Notes.Count);
    }
}
