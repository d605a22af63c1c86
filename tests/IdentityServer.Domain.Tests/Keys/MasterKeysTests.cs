using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class MasterKeysTests : IDisposable
{
    sealed class Source : IMasterKeySource
    {
        public byte[]? Keys { get; set; } = [];
        public int Asked { get; private set; }

        public IReadOnlyList<MasterKey>? Read()
        {
            Asked++;
            return Keys?.Select(Key).ToList();
        }
    }

    readonly ManualClock clock = new(World.Start);
    readonly Source source = new();
    readonly MasterKey a = Key(1), b = Key(2), c = Key(3);

    static MasterKey Key(byte number) => new(Enumerable.Repeat(number, MasterKey.Size).ToArray());

    MasterKeys Make(params MasterKey[] keys) => new(keys, source, clock);

    public void Dispose()
    {
        a.Dispose();
        b.Dispose();
        c.Dispose();
    }

    [Fact]
    public void Each_key_opens_what_it_has_sealed_and_the_first_seals_where_nothing_is_said()
    {
        var keys = Make(b, a);
        Assert.Same(b, keys.First);
        Assert.Same(b, keys.Current);
        Assert.Equal([b.Fingerprint, a.Fingerprint], keys.Fingerprints);
        Assert.True(keys.TryOpen(a.Fingerprint, a.Seal("x"u8, "p"), "p", out var opened));
        Assert.Equal("x"u8, opened);
        Assert.True(keys.TryOpen(b.Fingerprint, b.Seal("x"u8, "p"), "p", out _));
        // The row says which key it is; the others are not tried.
        Assert.False(keys.TryOpen(a.Fingerprint, b.Seal("x"u8, "p"), "p", out _));
        Assert.False(keys.TryOpen(c.Fingerprint, c.Seal("x"u8, "p"), "p", out _));
        Assert.Throws<ArgumentException>(() => Make());
    }

    [Fact]
    public void What_the_database_is_sealed_under_seals_as_far_as_it_is_known()
    {
        var keys = Make(b, a);
        Assert.True(keys.Follow(a.Fingerprint));
        Assert.Equal((a, b), (keys.Current, keys.First));
        Assert.Equal(a.Fingerprint, keys.Fingerprint);
        Assert.False(keys.Follow(c.Fingerprint));
        Assert.Same(a, keys.Current);
        Assert.True(keys.Follow(b.Fingerprint));
        Assert.Same(b, keys.Current);
    }

    [Fact]
    public void For_an_unknown_key_the_source_is_read_again_and_not_more_often_than_every_few_seconds()
    {
        var keys = Make(a);
        source.Keys = [2, 1];
        Assert.Null(keys.Find(b.Fingerprint));
        Assert.Equal(0, source.Asked);
        clock.Advance(MasterKeys.ReadAgainAfter);
        var found = keys.Find(b.Fingerprint);
        Assert.Equal(b.Fingerprint, found?.Fingerprint);
        Assert.Same(found, keys.First);
        // It is wanted; what seals is still for the database to say, and nobody has said anything yet.
        Assert.Same(found, keys.Current);
        for (var i = 0; i < 10; i++) Assert.Null(keys.Find(c.Fingerprint));
        Assert.Equal(1, source.Asked);
        clock.Advance(MasterKeys.ReadAgainAfter);
        Assert.Null(keys.Find(c.Fingerprint));
        Assert.Equal(2, source.Asked);
        // A clock that was set back does not stop it for long.
        clock.Advance(TimeSpan.FromDays(-1));
        Assert.Null(keys.Find(c.Fingerprint));
        Assert.Equal(3, source.Asked);
    }

    [Fact]
    public void Reading_again_forgets_no_key_and_does_not_change_what_seals()
    {
        var keys = Make(a);
        keys.Follow(a.Fingerprint);
        source.Keys = [3];
        keys.ReadAgain();
        Assert.Equal([c.Fingerprint, a.Fingerprint], keys.Fingerprints);
        Assert.Same(a, keys.Current);
        Assert.True(keys.TryOpen(a.Fingerprint, a.Seal("x"u8, "p"), "p", out _));

        foreach (var gone in (byte[]?[])[null, []])
        {
            source.Keys = gone;
            keys.ReadAgain();
            Assert.Equal([c.Fingerprint, a.Fingerprint], keys.Fingerprints);
        }
    }

    [Fact]
    public void Keys_of_no_source_are_all_there_is()
    {
        using MasterKeys keys = new(Key(1));
        Assert.Null(keys.Find(b.Fingerprint));
        keys.ReadAgain();
        Assert.Equal([a.Fingerprint], keys.Fingerprints);
    }

    [Fact]
    public void The_problem_says_which_key_is_missing_or_that_the_row_is_damaged()
    {
        var keys = Make(a, b);
        var missing = keys.Problem("the signing key k1", c.Fingerprint);
        foreach (var part in (string[])["the signing key k1", a.Fingerprint, b.Fingerprint, c.Fingerprint, "Idp:Keys:MasterKey", "Idp:Keys:MasterKeyCommand", "master.key"])
            Assert.Contains(part, missing, StringComparison.Ordinal);
        Assert.Contains("damaged", keys.Problem("the signing key k1", a.Fingerprint), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_threads_may_ask_at_once()
    {
        var keys = Make(a);
        source.Keys = [2, 1];
        clock.Advance(MasterKeys.ReadAgainAfter);
        var found = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => keys.Find(b.Fingerprint), World.Ct)));
        Assert.Single(found.Distinct());
        Assert.Equal(1, source.Asked);
    }
}
