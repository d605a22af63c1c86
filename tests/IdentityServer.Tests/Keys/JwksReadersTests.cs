using System.Net;
using System.Text;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Keys;
using IdentityServer.Storage;
using IdentityServer.Tests.Fixture;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace IdentityServer.Tests.Keys;

/// <summary>Who has read the JWK set, and whether a new key may sign.</summary>
public sealed class JwksReadersTests : IAsyncLifetime
{
    const string Here = "203.0.113.7";
    const string HereRange = "203.0.113.0/24";
    const string There = "2001:db8:1:2::3";
    const string ThereRange = "2001:db8:1::/48";

    readonly Unsteady store = new();
    IdpApp app = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => app = await IdpApp.StartAsync(services: services =>
    {
        var real = services.Single(service => service.ServiceType == typeof(IJwksReaderStore));
        services.Replace(ServiceDescriptor.Singleton<IJwksReaderStore>(found =>
        {
            store.Inner = (IJwksReaderStore)ActivatorUtilities.CreateInstance(found, real.ImplementationType!);
            return store;
        }));
    });

    public ValueTask DisposeAsync() => app.DisposeAsync();

    static async Task<HttpResponse> SendAsync(IdpApp node, string address, string path, string method = "GET", string? form = null, params (string Name, string Value)[] headers) =>
        (await node.Server.SendAsync(http =>
        {
            http.Connection.RemoteIpAddress = IPAddress.Parse(address);
            var request = http.Request;
            var query = path.IndexOf('?', StringComparison.Ordinal);
            (request.Method, request.Scheme, request.Host) = (method, "https", new("idp.test"));
            request.Path = query < 0 ? path : path[..query];
            if (query >= 0) request.QueryString = new(path[query..]);
            foreach (var (name, value) in headers) request.Headers.Append(name, value);
            if (form is null) return;
            (request.ContentType, request.Body, request.ContentLength) = (RawCalls.Form, new MemoryStream(Encoding.ASCII.GetBytes(form)), form.Length);
        }, Ct)).Response;

    async Task<int> ReadAsync(string address, string path = Endpoints.Jwks, IdpApp? node = null) => (await SendAsync(node ?? app, address, path)).StatusCode;

    async Task AuthenticateAsync(string address, string client, IdpApp? node = null) =>
        await SendAsync(node ?? app, address, Endpoints.Token, "POST", "grant_type=client_credentials", ("Authorization", RawCalls.BasicOf(client)));

    async Task<string[]> NotedAsync(IdpApp? node = null)
    {
        await (node ?? app).Service<Ledgers>().FlushAsync(Ct);
        return [.. (await store.ListAsync(PoolId.Default, DateTimeOffset.UnixEpoch, Ct)).Readers.Select(reader => (reader.IsClient ? "@" : "") + reader.Name).Order(StringComparer.Ordinal)];
    }

    /// <summary>A new key, announced now and known to this node.</summary>
    async Task<string> AnnounceAsync()
    {
        var (keys, key) = (app.Service<IKeyStore>(), app.Service<KeyFactory>().Make(PoolId.Default, JwsAlgorithm.ES256));
        await keys.ChangeAsync(PoolId.Default, (change, _) =>
        {
            change.Add(key);
            return 0;
        }, Ct);
        await keys.ChangeAsync(PoolId.Default, (change, _) => change.Apply(new(RotationAction.Announce, "ES256", key.Kid), null, app.Clock.Now), Ct);
        await app.Service<KeyRingWatch>().LookAsync(Ct);
        return key.Kid;
    }

    /// <summary>The ready, a bar, the waiting.</summary>
    async Task<string> ReadinessAsync(string kid)
    {
        await NotedAsync();
        var readiness = await app.Service<RotationReadiness>().ReadAsync(PoolId.Default, kid, Ct);
        static string Names(IEnumerable<JwksReader> readers) => string.Join(' ', readers.Select(reader => reader.Name));
        return $"{Names(readiness!.Ready)} | {Names(readiness.Waiting)}".Trim();
    }

    [Fact]
    public async Task Whoever_gets_the_set_is_noted_by_address_range()
    {
        Assert.Equal(200, await ReadAsync(Here));
        Assert.Equal(200, await ReadAsync("::ffff:203.0.113.9"));
        Assert.Equal(200, await ReadAsync(There, Endpoints.JwksAlias));
        Assert.Equal(200, await ReadAsync("127.0.0.1"));
        Assert.Equal(200, (await SendAsync(app, "198.51.100.1", Endpoints.Jwks, "HEAD")).StatusCode);
        Assert.Equal(200, await ReadAsync("198.51.100.1", Endpoints.Discovery));
        Assert.Equal(405, (await SendAsync(app, "198.51.100.1", Endpoints.Jwks, "POST")).StatusCode);
        Assert.Equal(["127.0.0.0/24", ThereRange, HereRange], await NotedAsync());
    }

    [Fact]
    public async Task A_304_is_a_visit_too()
    {
        var tag = (await SendAsync(app, "198.51.100.1", Endpoints.Jwks, "HEAD")).Headers.ETag.ToString();
        Assert.Equal(304, (await SendAsync(app, Here, Endpoints.Jwks, headers: [("If-None-Match", tag), ("User-Agent", "jose/5 <b>")])).StatusCode);
        Assert.Equal([HereRange], await NotedAsync());
        var reader = Assert.Single((await store.ListAsync(PoolId.Default, app.Clock.Now, Ct)).Readers);
        Assert.Equal(("jose/5 _b_", app.Clock.Now, app.Clock.Now), (reader.UserAgent, reader.FirstSeenAt, reader.LastSeenAt));
    }

    [Fact]
    public async Task Who_reads_the_set_after_a_key_was_announced_is_ready_and_others_are_waited_for()
    {
        await ReadAsync(Here);
        await ReadAsync(There);
        app.Clock.Advance(TimeSpan.FromHours(1));
        var kid = await AnnounceAsync();
        Assert.Equal($"| {ThereRange} {HereRange}", await ReadinessAsync(kid));
        await ReadAsync(Here);
        Assert.Equal($"{HereRange} | {ThereRange}", await ReadinessAsync(kid));
        await ReadAsync(There);
        Assert.Equal($"{ThereRange} {HereRange} |", await ReadinessAsync(kid));
        Assert.Null(await app.Service<RotationReadiness>().ReadAsync(PoolId.Default, "no such key", Ct));
    }

    [Fact]
    public async Task A_range_is_shown_as_the_clients_that_authenticate_from_it_on_whatever_node()
    {
        await using var second = app.Join();
        await ReadAsync(Here);
        await ReadAsync(There);
        app.Clock.Advance(TimeSpan.FromHours(1));
        var kid = await AnnounceAsync();
        await ReadAsync("203.0.113.200");
        await AuthenticateAsync("203.0.113.9", TestClients.Service, second);
        await AuthenticateAsync("203.0.113.10", TestClients.Web, second);
        await SendAsync(second, There, Endpoints.Token, "POST", "grant_type=refresh_token&refresh_token=x&client_id=pub");
        await SendAsync(second, There, Endpoints.Token, "POST", "grant_type=client_credentials", ("Authorization", "Basic bTJtOng="));
        await second.Service<Ledgers>().FlushAsync(Ct);
        Assert.Equal($"m2m web | {ThereRange}", await ReadinessAsync(kid));
    }

    [Fact]
    public async Task A_client_that_names_itself_is_known_by_its_name()
    {
        await ReadAsync(Here, Endpoints.Jwks + "?client_id=web");
        await ReadAsync(There, Endpoints.JwksAlias + "?x=y&client%20=&client_id=%77eb&client_id=other");
        Assert.Equal(["@web"], await NotedAsync());
        app.Clock.Advance(TimeSpan.FromHours(1));
        var kid = await AnnounceAsync();
        Assert.Equal("| web", await ReadinessAsync(kid));
        await ReadAsync(Here, Endpoints.Jwks + "?client_id=web");
        Assert.Equal("web |", await ReadinessAsync(kid));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("")]
    [InlineData("we%00b")]
    [InlineData("Web")]
    [InlineData("%e2%98%83")]
    public async Task A_name_that_is_no_clients_is_not_kept(string name)
    {
        await ReadAsync(Here, $"{Endpoints.Jwks}?client_id={name}");
        Assert.Equal([HereRange], await NotedAsync());
        await ReadAsync(There, $"{Endpoints.Jwks}?client_id={name}");
        Assert.Equal([ThereRange, HereRange], await NotedAsync());
    }

    [Fact]
    public async Task A_name_that_is_too_long_is_not_kept()
    {
        await ReadAsync(Here, $"{Endpoints.Jwks}?client_id={new string('x', 256)}");
        Assert.Equal([HereRange], await NotedAsync());
    }

    [Fact]
    public async Task A_client_that_is_removed_is_noted_no_more()
    {
        await app.SaveAsync(TestClients.Confidential("gone", app.Clock.Now));
        await ReadAsync(Here, Endpoints.Jwks + "?client_id=gone");
        Assert.Equal(["@gone"], await NotedAsync());
        await app.Service<Domain.Clients.IClientStore>().RemoveAsync(PoolId.Default, new("gone"), app.Clock.Now, Ct);
        app.Clock.Advance(TimeSpan.FromHours(1));
        await ReadAsync(Here, Endpoints.Jwks + "?client_id=gone");
        Assert.Empty(await NotedAsync());
    }

    [Fact]
    public async Task While_the_database_is_away_visits_are_noted_and_stored_later()
    {
        store.IsAway = true;
        Assert.Equal(200, await ReadAsync(Here));
        await AuthenticateAsync(There, TestClients.Service);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => app.Service<Ledgers>().FlushAsync(Ct));
        store.IsAway = false;
        Assert.Equal([HereRange], await NotedAsync());
        Assert.Equal(ThereRange, Assert.Single((await store.ListAsync(PoolId.Default, DateTimeOffset.UnixEpoch, Ct)).Ranges).Range);
    }

    [Fact]
    public async Task Who_comes_all_the_time_is_written_once_a_minute_and_at_once_with_a_new_key()
    {
        var writes = 0;
        async Task<bool> WritesAsync()
        {
            await ReadAsync(Here);
            await NotedAsync();
            var before = Interlocked.Exchange(ref writes, store.Writes);
            return store.Writes > before;
        }
        Assert.True(await WritesAsync());
        Assert.False(await WritesAsync());
        app.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(await WritesAsync());
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await WritesAsync());
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await AnnounceAsync();
        Assert.True(await WritesAsync());
        Assert.False(await WritesAsync());
    }

    sealed class Unsteady : IJwksReaderStore
    {
        int writes;

        public IJwksReaderStore Inner { get; set; } = null!;

        public bool IsAway { get; set; }

        public int Writes => Volatile.Read(ref writes);

        public ValueTask SaveAsync(PoolId pool, IReadOnlyList<JwksReader> readers, CancellationToken ct)
        {
            Interlocked.Increment(ref writes);
            return IsAway ? throw new StorageUnavailableException() : Inner.SaveAsync(pool, readers, ct);
        }

        public ValueTask SaveAsync(PoolId pool, IReadOnlyList<ClientRange> ranges, CancellationToken ct) =>
            IsAway ? throw new StorageUnavailableException() : Inner.SaveAsync(pool, ranges, ct);

        public ValueTask<StoredReaders> ListAsync(PoolId pool, DateTimeOffset since, CancellationToken ct) => Inner.ListAsync(pool, since, ct);
    }
}
