using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Jobs;
using IdentityServer.Keys;
using IdentityServer.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentityServer.Tests.Pools;

/// <summary>Each pool has a ring of its own, opened when it is first asked for and followed from then on.</summary>
public sealed class PoolKeysTests : IAsyncLifetime
{
    IdpApp app = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => app = await IdpApp.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    KeyRing? Ring(PoolId pool) => app.Service<KeyRings>().Find(pool);

    Task LookAsync() => app.Service<KeyRingWatch>().LookAsync(Ct);

    [Fact]
    public async Task Many_who_ask_first_open_one_ring()
    {
        var pool = await Realm.AddPoolAsync(app);
        Assert.Null(Ring(pool.Id));
        var opened = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.Service<IKeyRings>().OpenAsync(pool.Id, Ct).AsTask()));
        Assert.All(opened, ring => Assert.Same(Ring(pool.Id), ring));
        var stored = (await app.Service<IKeyStore>().ListAsync(pool.Id, Ct)).Keys;
        Assert.Equal(KeyFactory.Algorithms.Count, stored.Count);
    }

    [Fact]
    public async Task A_change_of_one_pools_keys_loads_no_other_ring()
    {
        var (a, b) = (await Realm.AddAsync(app), await Realm.AddAsync(app));
        var (jwksOfA, jwksOfB, ofRoot) = (await a.GetAsync("/.well-known/jwks.json"), await b.GetAsync("/.well-known/jwks.json"), Ring(PoolId.Default));
        await LookAsync();
        var before = Ring(b.Id);
        Assert.True((await app.Service<RotationControl>().RotateAsync(a.Id, "ES256", "tests", Ct)).Try(out var position, out _));
        await LookAsync();

        Assert.Same(before, Ring(b.Id));
        Assert.Equal(ofRoot!.ETag, Ring(PoolId.Default)!.ETag);
        Assert.Equal(jwksOfB.Body, (await b.GetAsync("/.well-known/jwks.json")).Body);
        var now = await a.GetAsync("/.well-known/jwks.json");
        Assert.NotEqual(jwksOfA.Body, now.Body);
        Assert.Contains(position!.Successor!.Kid, now.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 24)]
    [InlineData(true, 184 * 24)]
    public async Task The_mark_is_ahead_of_the_longest_lived_tokens_of_the_pool(bool compatible, int hours)
    {
        var longest = TimeSpan.FromHours(hours);
        var pool = await Realm.AddPoolAsync(app, row => row with { CompatibleLifetime = compatible });
        var ring = await app.Service<IKeyRings>().OpenAsync(pool.Id, Ct);
        Assert.Equal(longest, ring!.LongestLifetime);
        Assert.All(ring.Signers, signer => Assert.Equal(app.Clock.Now + longest + KeyTimes.Lease, signer.SignedUntil));
        Assert.NotNull(ring.Signer("RS256", app.Clock.Now + longest));
        Assert.Equal(longest, (await app.Service<IPoolDirectory>().FindAsync(pool.Id, Ct))!.LongestLifetime);
        Assert.All(Ring(PoolId.Default)!.Signers, signer => Assert.True(signer.SignedUntil <= app.Clock.Now + KeyTimes.LongestLifetime + KeyTimes.Lease));
    }

    [Fact]
    public async Task When_the_setting_is_raised_the_next_look_raises_the_mark()
    {
        var pool = new Realm(app, (await Realm.AddPoolAsync(app)).Id);
        await app.Service<IKeyRings>().OpenAsync(pool.Id, Ct);
        await LookAsync();
        await pool.ChangeAsync(row => row with { CompatibleLifetime = true });
        await LookAsync();
        Assert.NotNull(Ring(pool.Id)!.Signer("ES256", app.Clock.Now + AppUserIdTokenTimes.Compatible));
        // What was signed meanwhile stays good when it is lowered again.
        await pool.ChangeAsync(row => row with { CompatibleLifetime = false });
        await LookAsync();
        Assert.Equal(AppUserIdTokenTimes.Longest, Ring(pool.Id)!.LongestLifetime);
        Assert.All(Ring(pool.Id)!.Signers, signer => Assert.True(signer.SignedUntil > app.Clock.Now + AppUserIdTokenTimes.Compatible));
    }

    [Fact]
    public async Task The_schedule_rotates_the_keys_of_all_pools_whatever_is_wrong_with_one()
    {
        var (broken, sound) = (await Realm.AddPoolAsync(app), await Realm.AddPoolAsync(app));
        var keys = app.Service<IKeyStore>();
        foreach (var pool in (PoolId[])[broken.Id, sound.Id]) await app.Service<IKeyRings>().OpenAsync(pool, Ct);
        // A private half that nobody can open.
        await keys.ChangeAsync(broken.Id, (change, _) =>
        {
            foreach (var key in change.Keys) key.SealedPrivateKey = [.. key.SealedPrivateKey!.Reverse()];
            return 0;
        }, Ct);
        app.Clock.Advance(TimeSpan.FromDays(77));
        foreach (var job in KeyFactory.Algorithms.Select(algorithm => ActivatorUtilities.CreateInstance<RotateKeysJob>(app.Services, algorithm))) await job.RunAsync(Ct);
        Assert.Equal(KeyFactory.Algorithms.Count, (await keys.ListAsync(broken.Id, Ct)).Keys.Count);
        Assert.Equal(2 * KeyFactory.Algorithms.Count, (await keys.ListAsync(sound.Id, Ct)).Keys.Count);
        Assert.Equal(2 * KeyFactory.Algorithms.Count, (await keys.ListAsync(PoolId.Default, Ct)).Keys.Count);
    }

    [Fact]
    public async Task A_pool_whose_keys_cannot_be_opened_is_nobody_elses_trouble()
    {
        var (broken, sound) = (await Realm.AddAsync(app), await Realm.AddAsync(app));
        // By another node, which has made them under a master key that this one does not know.
        using MasterKeys foreign = new(new MasterKey([.. Enumerable.Repeat((byte)7, MasterKey.Size)]));
        var made = new KeyFactory(foreign, app.Clock).Make(broken.Id, JwsAlgorithm.ES256);
        await app.Service<IKeyStore>().ChangeAsync(broken.Id, (change, _) =>
        {
            change.Add(made);
            change.Activate(made, app.Clock.Now);
            return 0;
        }, Ct);
        (await broken.GetAsync("/.well-known/jwks.json")).Refuses("temporarily_unavailable", 503);
        (await broken.RedeemAsync(await sound.CodeAsync())).Refuses("temporarily_unavailable", 503);
        var page = await broken.GetAsync("/account/login", ("Accept", "text/html"));
        Assert.True(page is { Status: 503 } && page.Body.Contains("<h1>", StringComparison.Ordinal), page.ToString());
        // Its pages are told, too.
        await app.SaveAsync(broken.Client("page", origins: TestClients.Origin));
        var told = await broken.GetAsync("/connect/userinfo", ("Origin", TestClients.Origin));
        told.Refuses("temporarily_unavailable", 503);
        Assert.Equal([TestClients.Origin], told.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.False((await broken.GetAsync("/connect/userinfo", ("Origin", "https://evil.example"))).Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal("text/css", (await broken.GetAsync("/idp.css")).ContentHeaders.ContentType?.MediaType);

        await sound.TokensAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/health/ready");
        var ready = await app.SendAsync(request);
        Assert.Equal(200, ready.Status);
        Assert.Contains($"The pool {broken.Id} cannot issue tokens", ready["warnings"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ring_that_nobody_may_ask_for_any_more_is_dropped_when_its_mark_would_be_raised()
    {
        Realm pool = new(app, (await Realm.AddPoolAsync(app)).Id);
        await app.Service<IKeyRings>().OpenAsync(pool.Id, Ct);
        await pool.ChangeAsync(row => row with { Disabled = true });
        app.Clock.Advance(KeyTimes.Lease);
        await LookAsync();
        Assert.Null(Ring(pool.Id));
        Assert.NotNull(Ring(PoolId.Default));
    }

    [Fact]
    public async Task Tokens_and_readers_are_counted_by_pool()
    {
        var (a, b) = (await Realm.AddAsync(app), await Realm.AddAsync(app));
        await a.TokensAsync();
        await a.GetAsync("/.well-known/jwks.json?client_id=web");
        await app.Service<Ledgers>().FlushAsync(Ct);
        var kid = Ring(a.Id)!.Signer("RS256", app.Clock.Now)!.Kid;
        Assert.Equal(1, (await app.Service<ITokenCountStore>().LiveAsync(a.Id, kid, app.Clock.Now, Ct))[TestClients.Web]);
        Assert.Contains((await app.Service<IJwksReaderStore>().ListAsync(a.Id, DateTimeOffset.UnixEpoch, Ct)).Readers, reader => reader is { Name: "web", IsClient: true });
        Assert.Empty((await app.Service<IJwksReaderStore>().ListAsync(b.Id, DateTimeOffset.UnixEpoch, Ct)).Readers);
        Assert.Contains("max-age", (await a.GetAsync("/.well-known/jwks.json")).Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }
}
