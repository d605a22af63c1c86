using System.Diagnostics;
using System.Net;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Keys;
using IdentityServer.Tests.Fixture;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IdentityServer.Tests.Keys;

/// <summary>What noting a reader costs, and how much of it callers can make us keep.</summary>
public sealed class JwksReaderBoundsTests(SharedApp shared) : AppTests(shared), IJwksReaderStore, ILogger<JwksReaders>
{
    readonly List<JwksReader> stored = [];
    readonly List<string> logged = [];

    JwksReaders NewReaders() => new(this, App.Service<IClientStore>(), App.Clock, this);

    void Note(JwksReaders readers, HttpContext http) => readers.Note(http, App.Service<IKeyRings>().Find(PoolId.Default)!, App.Clock.Now);

    static DefaultHttpContext From(IPAddress address, string query = "")
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = address;
        http.Request.QueryString = new(query);
        return http;
    }

    static IPAddress Address(int range) => new([10, (byte)(range >> 8), (byte)range, 1]);

    [Fact]
    public async Task A_node_keeps_ten_thousand_ranges_and_says_once_that_there_are_more()
    {
        var readers = NewReaders();
        for (var i = 0; i < JwksReaders.MostRanges + 100; i++) Note(readers, From(Address(i)));
        Assert.Single(logged);
        await readers.WriteAsync(Ct);
        Assert.Equal(JwksReaders.MostRanges, stored.Count);

        stored.Clear();
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        Note(readers, From(Address(1)));
        Note(readers, From(Address(JwksReaders.MostRanges + 1)));
        await readers.WriteAsync(Ct);
        Assert.Equal(["10.0.1.0/24"], stored.Select(reader => reader.Name));

        // Those of long ago make room.
        App.Clock.Advance(TimeSpan.FromDays(3));
        Note(readers, From(Address(1)));
        await readers.WriteAsync(Ct);
        stored.Clear();
        Note(readers, From(Address(JwksReaders.MostRanges + 1)));
        await readers.WriteAsync(Ct);
        Assert.Equal(["10.39.17.0/24"], stored.Select(reader => reader.Name));
    }

    [Fact]
    public async Task Names_that_nobody_has_looked_up_are_few_and_none_of_them_is_kept()
    {
        var readers = NewReaders();
        for (var i = 0; i < 1000; i++) Note(readers, From(Address(i % 2), $"?client_id=nobody-{i}"));
        Note(readers, From(Address(3), "?client_id=web"));
        await readers.WriteAsync(Ct);
        Assert.Equal(["10.0.0.0/24", "10.0.1.0/24", "10.0.3.0/24"], stored.Select(reader => reader.Name).Order(StringComparer.Ordinal));
        stored.Clear();
        Note(readers, From(Address(3), "?client_id=web"));
        await readers.WriteAsync(Ct);
        Assert.Equal(["web"], stored.Select(reader => reader.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?a=b&client_id=web")]
    public async Task Noting_who_is_known_allocates_nothing(string query)
    {
        var (readers, http, ring) = (NewReaders(), From(Address(1), query), App.Service<IKeyRings>().Find(PoolId.Default)!);
        Note(readers, http);
        await readers.WriteAsync(Ct);
        AssertFree(() => readers.Note(http, ring, App.Clock.Now));
    }

    [Fact]
    public void Noting_a_back_end_that_is_known_allocates_nothing()
    {
        var (readers, address, client) = (NewReaders(), Address(1), new ClientId("web"));
        AssertFree(() => readers.NoteBackEnd(PoolId.Default, address, client));
    }

    [Theory]
    [InlineData("203.0.113.255", "203.0.113.0/24")]
    [InlineData("10.1.2.3", "10.1.2.0/24")]
    [InlineData("127.0.0.1", "127.0.0.0/24")]
    [InlineData("255.255.255.255", "255.255.255.0/24")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.0/24")]
    [InlineData("::1", "::/48")]
    [InlineData("fe80::1%3", "fe80::/48")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48")]
    [InlineData("ffff:ffff:ffff:ffff::", "ffff:ffff:ffff::/48")]
    public void An_address_is_counted_under_its_network(string address, string range) => Assert.Equal(range, AddressRange.Of(IPAddress.Parse(address)).ToString());

    [Fact]
    public void Who_has_no_address_is_in_no_range() => Assert.Null(AddressRange.Of(null));

    static void AssertFree(Action note)
    {
        for (var i = 0; i < 100; i++) note();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) note();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    ValueTask IJwksReaderStore.SaveAsync(PoolId pool, IReadOnlyList<JwksReader> readers, CancellationToken ct)
    {
        stored.AddRange(readers);
        return default;
    }

    ValueTask IJwksReaderStore.SaveAsync(PoolId pool, IReadOnlyList<ClientRange> ranges, CancellationToken ct) => default;

    ValueTask<StoredReaders> IJwksReaderStore.ListAsync(PoolId pool, DateTimeOffset since, CancellationToken ct) => throw new UnreachableException();

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => logged.Add(formatter(state, exception));

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;
}
