using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class RotationReadinessTests
{
    const string Here = "203.0.113.0/24";
    const string There = "2001:db8:1::/48";

    static readonly DateTimeOffset Announced = World.Start;
    static readonly DateTimeOffset Earlier = Announced.AddDays(-14);

    readonly List<JwksReader> readers = [];
    readonly List<ClientRange> ranges = [];

    static SigningKey Key(DateTimeOffset? announced) => new()
    {
        PoolId = PoolId.Default,
        Kid = "k2",
        Algorithm = "ES256",
        Generation = 2,
        PublicJwk = "{}",
        SealedBy = "kek",
        CreatedAt = Announced.AddSeconds(-1),
        AnnouncedAt = announced,
    };

    /// <param name="seen">Minutes after the announcement.</param>
    void Reader(string name, double seen, bool knows, bool isClient = false) => readers.Add(new()
    {
        PoolId = PoolId.Default,
        Name = name,
        IsClient = isClient,
        FirstSeenAt = Earlier,
        LastSeenAt = Announced.AddMinutes(seen),
        KeysAnnouncedAt = knows ? Announced : Earlier,
        UserAgent = "jose",
    });

    void BackEnd(string range, string client) => ranges.Add(new() { PoolId = PoolId.Default, Range = range, ClientId = new(client), LastSeenAt = Announced });

    /// <summary>The ready, a bar, the waiting; clients with an @.</summary>
    string Judge(double minutes = 60, DateTimeOffset? announced = null)
    {
        var readiness = RotationReadiness.Of(Key(announced ?? Announced), new(readers, ranges), Announced.AddMinutes(minutes));
        Assert.Equal(readiness.Waiting.Count == 0, readiness.IsReady);
        static string Names(IEnumerable<JwksReader> readers) => string.Join(' ', readers.Select(reader => (reader.IsClient ? "@" : "") + reader.Name));
        return $"{Names(readiness.Ready)} | {Names(readiness.Waiting)}".Trim();
    }

    [Fact]
    public void Who_has_read_the_set_since_is_ready_and_who_has_only_read_it_before_is_waited_for()
    {
        Assert.Equal("|", Judge());
        Reader(There, -5, knows: false);
        Reader("web", 1, knows: true, isClient: true);
        Reader(Here, 5, knows: true);
        Assert.Equal($"@web {Here} | {There}", Judge());
        Reader("app", -5, knows: false, isClient: true);
        Assert.Equal($"@web {Here} | @app {There}", Judge());
    }

    [Fact]
    public void Who_got_an_old_set_from_a_node_that_was_behind_does_not_know_the_key()
    {
        Reader(Here, 1, knows: false);
        Assert.Equal($"| {Here}", Judge());
    }

    [Fact]
    public void A_visit_before_the_announcement_is_none_since_whatever_another_nodes_clock_said()
    {
        Reader(Here, -1, knows: true);
        Assert.Equal($"| {Here}", Judge());
    }

    [Fact]
    public void Nobody_is_waited_for_who_has_not_come_for_a_week()
    {
        Reader(Here, -60, knows: false);
        Reader("web", 1, knows: true, isClient: true);
        Assert.Equal($"@web | {Here}", Judge(minutes: (7 * 24 * 60) - 60));
        Assert.Equal("@web |", Judge(minutes: (7 * 24 * 60) - 59));
        Assert.Equal("@web |", Judge(minutes: 30 * 24 * 60));
    }

    [Fact]
    public void A_range_that_clients_authenticate_from_is_shown_as_them()
    {
        Reader(Here, 1, knows: true);
        Reader(There, -1, knows: false);
        BackEnd(Here, "web");
        BackEnd(Here, "api");
        BackEnd(There, "batch");
        Assert.Equal("@api @web | @batch", Judge());
    }

    [Fact]
    public void A_client_is_ready_as_soon_as_one_of_its_readers_is()
    {
        Reader(Here, -1, knows: false);
        Reader(There, 1, knows: true);
        Reader("web", -3, knows: false, isClient: true);
        BackEnd(Here, "web");
        BackEnd(There, "web");
        Assert.Equal("@web |", Judge());
    }

    [Fact]
    public void A_client_that_is_called_like_a_range_is_not_that_range()
    {
        Reader(Here, 1, knows: true, isClient: true);
        Reader(Here, -1, knows: false);
        BackEnd(Here, "web");
        Assert.Equal($"@{Here} | @web", Judge());
    }

    [Fact]
    public void A_key_that_is_not_announced_is_known_to_nobody()
    {
        Reader(Here, 1, knows: true);
        var readiness = RotationReadiness.Of(Key(null), new(readers, ranges), Announced.AddHours(1));
        Assert.Empty(readiness.Ready);
        Assert.Single(readiness.Waiting);
        Assert.False(RotationReadiness.Of(Key(null), new([], []), Announced).IsReady);
    }

    [Fact]
    public async Task It_is_read_by_the_name_of_the_key()
    {
        MemoryKeys keys = new();
        MemoryJwksReaders stored = new();
        ManualClock clock = new(Announced.AddDays(20));
        keys.Keys.Add(Key(Announced));
        Reader(Here, 1, knows: true);
        stored.Readers.AddRange(readers);
        RotationReadiness readiness = new(keys, stored, clock);
        Assert.Null(await readiness.ReadAsync(PoolId.Default, "k1", World.Ct));
        var read = await readiness.ReadAsync(PoolId.Default, "k2", World.Ct);
        Assert.Equal(("k2", Announced, true), (read!.Kid, read.AnnouncedAt, read.IsReady));
        var reader = Assert.Single(read.Ready);
        Assert.Equal((Here, "jose", Earlier), (reader.Name, reader.UserAgent, reader.FirstSeenAt));
    }
}
