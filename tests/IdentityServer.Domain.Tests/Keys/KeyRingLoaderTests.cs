using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class KeyRingLoaderTests : IDisposable
{
    static readonly int Algorithms = JwsAlgorithm.EdDSA.IsAvailable ? 3 : 2;

    readonly MemoryKeys keys = new();
    readonly ManualClock clock = new(World.Start);
    readonly MasterKeys master = new(new MasterKey(Enumerable.Repeat((byte)1, MasterKey.Size).ToArray()));
    readonly MasterKeys wrong = new(new MasterKey(Enumerable.Repeat((byte)2, MasterKey.Size).ToArray()));

    public void Dispose()
    {
        master.Dispose();
        wrong.Dispose();
    }

    KeyRingLoader Loader(MasterKeys? key = null)
    {
        KeyFactory factory = new(key ?? master, clock);
        return new(keys, factory, new(keys, factory, RotationPolicies.Default, clock), RotationPolicies.Default, key ?? master, clock);
    }

    async Task<KeyRingLoad> StartAsync(MasterKeys? key = null, PoolId? pool = null) => await Loader(key).StartAsync(pool ?? PoolId.Default, World.Ct);

    async Task<KeyRing> RingAsync(MasterKeys? key = null)
    {
        var load = await StartAsync(key);
        Assert.Null(load.Problem);
        return load.Ring!;
    }

    [Fact]
    public async Task A_first_start_makes_one_key_for_each_algorithm_and_a_second_makes_none()
    {
        var first = await RingAsync();
        Assert.Equal(Algorithms, keys.Keys.Count);
        Assert.Equal(Algorithms, keys.Keys.Select(key => key.Algorithm).Distinct().Count());
        Assert.Single(keys.Secrets);
        Assert.All(keys.Keys, key => Assert.Equal((1, master.Fingerprint, KeyState.Active), (key.Generation, key.SealedBy, key.State)));

        var second = await RingAsync();
        Assert.Equal(Algorithms, keys.Keys.Count);
        Assert.Equal(first.ETag, second.ETag);
        var token = first.RefreshTokens.Write(FamilyId.New(clock), 3);
        Assert.True(second.RefreshTokens.TryRead(token, out _, out _));
        Assert.NotNull(second.Find(first.Signer("RS256", clock.Now)!.Kid, JwsAlgorithm.RS256));
    }

    [Fact]
    public async Task Looking_makes_nothing()
    {
        var load = await Loader().LoadAsync(PoolId.Default, null, World.Ct);
        Assert.Null(load.Ring);
        Assert.NotNull(load.Problem);
        Assert.Empty(keys.Keys);
        Assert.Empty(keys.Secrets);
    }

    [Fact]
    public async Task Private_keys_are_stored_sealed_for_their_own_place()
    {
        await RingAsync();
        foreach (var key in keys.Keys)
        {
            Assert.DoesNotContain("\"d\"", key.PublicJwk, StringComparison.Ordinal);
            Assert.Throws<System.Security.Cryptography.CryptographicException>(() =>
            {
                Assert.True(JwsAlgorithm.TryGet(key.Algorithm, out var algorithm));
                SigningCredential.FromPkcs8("k", algorithm, key.SealedPrivateKey).Dispose();
            });
        }
        // Two rows whose sealed halves were swapped do not open.
        (keys.Keys[0].SealedPrivateKey, keys.Keys[1].SealedPrivateKey) = (keys.Keys[1].SealedPrivateKey, keys.Keys[0].SealedPrivateKey);
        Assert.Null((await StartAsync()).Ring);
    }

    [Fact]
    public async Task A_wrong_master_key_makes_nothing_and_says_so()
    {
        await RingAsync();
        clock.Advance(TimeSpan.FromDays(365));
        var load = await StartAsync(wrong);
        Assert.Null(load.Ring);
        Assert.Contains(wrong.Fingerprint, load.Problem, StringComparison.Ordinal);
        Assert.Contains("Idp:Keys", load.Problem, StringComparison.Ordinal);
        // Nor for a pool that has no keys yet.
        Assert.Null((await StartAsync(wrong, new("new-pool"))).Ring);
        Assert.Equal(Algorithms, keys.Keys.Count);
        Assert.Single(keys.Secrets);
        Assert.NotNull((await StartAsync()).Ring);
    }

    [Fact]
    public async Task Two_nodes_that_start_at_once_end_with_one_key_set()
    {
        var loads = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => StartAsync(), World.Ct)));
        Assert.Equal(Algorithms, keys.Keys.Count);
        Assert.Single(keys.Secrets);
        Assert.Single(loads.Select(load => load.Ring!.ETag).Distinct());
        Assert.Single(loads.Select(load => load.Ring!.RefreshTokens.Write(default, 1)).Distinct());
    }

    [Fact]
    public async Task Of_two_nodes_with_different_master_keys_one_serves()
    {
        var loads = await Task.WhenAll(Task.Run(() => StartAsync(), World.Ct), Task.Run(() => StartAsync(wrong), World.Ct));
        Assert.Single(loads, load => load.Ring is not null);
        Assert.Single(keys.Keys.Select(key => key.SealedBy).Distinct());
    }

    [Fact]
    public async Task A_damaged_key_means_not_ready_and_never_a_new_key()
    {
        await RingAsync();
        var sealedBefore = keys.Keys[0].SealedPrivateKey!;
        keys.Keys[0].SealedPrivateKey = [.. sealedBefore.Select((b, at) => at == 40 ? (byte)(b ^ 1) : b)];
        var load = await StartAsync();
        Assert.Null(load.Ring);
        Assert.Contains(keys.Keys[0].Kid, load.Problem, StringComparison.Ordinal);

        keys.Keys[0].SealedPrivateKey = null;
        Assert.Null((await StartAsync()).Ring);

        keys.Keys[0].SealedPrivateKey = sealedBefore;
        keys.Keys.Add(Row("broken", "{", null));
        load = await StartAsync();
        Assert.Null(load.Ring);
        Assert.Contains("broken", load.Problem, StringComparison.Ordinal);
        Assert.Equal(Algorithms + 1, keys.Keys.Count);
    }

    [Fact]
    public async Task A_successor_is_published_before_it_signs_and_the_old_key_after()
    {
        var before = await RingAsync();
        var old = before.Signer("ES256", clock.Now)!;
        clock.Advance(RotationPolicy.DefaultInterval - RotationPolicy.DefaultAnnounceBefore);
        var announced = await RingAsync();
        var successor = KeyRotation.Successor(announced.Keys, "ES256")!;
        Assert.Equal(old.Kid, announced.Signer("ES256", clock.Now)!.Kid);
        Assert.NotNull(announced.Find(successor.Kid, JwsAlgorithm.ES256));
        Assert.NotEqual(before.ETag, announced.ETag);

        clock.Advance(RotationPolicy.DefaultAnnounceBefore);
        KeyFactory factory = new(master, clock);
        await new KeyRotator(keys, factory, RotationPolicies.Default, clock).ExtendAsync(PoolId.Default, World.Ct);
        var rotated = await RingAsync();
        Assert.Equal(successor.Kid, rotated.Signer("ES256", clock.Now)!.Kid);
        Assert.NotNull(rotated.Find(old.Kid, JwsAlgorithm.ES256));
        Assert.Equal(announced.ETag, rotated.ETag);

        clock.Advance(KeyTimes.LongestLifetime + KeyTimes.Lease + KeyTimes.Afterlife);
        var withdrawn = await RingAsync();
        Assert.Null(withdrawn.Find(old.Kid, JwsAlgorithm.ES256));
        Assert.NotNull(withdrawn.Past.Find(old.Kid, JwsAlgorithm.ES256));
    }

    [Fact]
    public async Task A_ring_that_is_loaded_again_keeps_the_keys_that_it_has_open()
    {
        var ring = await RingAsync();
        var again = (await Loader().LoadAsync(PoolId.Default, ring, World.Ct)).Ring!;
        Assert.NotSame(ring, again);
        foreach (var algorithm in ring.Algorithms) Assert.Same(ring.Signer(algorithm, clock.Now), again.Signer(algorithm, clock.Now));
    }

    [Fact]
    public async Task A_ring_that_can_no_longer_open_everything_goes_on_with_what_it_has()
    {
        var ring = await RingAsync();
        // Another node has changed the master key, and made a successor under it.
        KeyFactory other = new(wrong, clock);
        keys.Keys.Add(other.Make(PoolId.Default, JwsAlgorithm.ES256));
        var load = await Loader().LoadAsync(PoolId.Default, ring, World.Ct);
        Assert.Contains(wrong.Fingerprint, load.Problem, StringComparison.Ordinal);
        Assert.Same(ring.Signer("ES256", clock.Now), load.Ring!.Signer("ES256", clock.Now));
        Assert.NotNull(load.Ring.Find(keys.Keys[^1].Kid, JwsAlgorithm.ES256));
    }

    [Fact]
    public async Task After_a_change_of_the_master_key_a_node_that_has_both_goes_on_and_seals_under_the_new_one()
    {
        MasterKey a = Key(1), b = Key(2);
        using MasterKeys both = new(a, b);
        var ring = await RingAsync(both);
        var secret = keys.Secrets[0];
        Assert.True(a.TryOpen(secret.Sealed, SealedPlace.OfSecret(secret.Name), out var bytes));
        keys.Secrets[0] = new() { Name = secret.Name, Sealed = b.Seal(bytes, SealedPlace.OfSecret(secret.Name)), SealedBy = b.Fingerprint, CreatedAt = secret.CreatedAt };

        var load = await Loader(both).LoadAsync(PoolId.Default, ring, World.Ct);
        Assert.Null(load.Problem);
        Assert.Same(b, both.Current);
        Assert.Equal(ring.RefreshTokens.Write(default, 1), load.Ring!.RefreshTokens.Write(default, 1));
        Assert.Same(ring.Signer("ES256", clock.Now), load.Ring.Signer("ES256", clock.Now));

        // One that has the old key alone keeps signing with what it has, says so, and makes nothing.
        var behind = await Loader().LoadAsync(PoolId.Default, ring, World.Ct);
        Assert.Contains(b.Fingerprint, behind.Problem, StringComparison.Ordinal);
        Assert.Same(ring.Signer("ES256", clock.Now), behind.Ring!.Signer("ES256", clock.Now));
        Assert.Null((await StartAsync()).Ring);
        Assert.Equal((Algorithms, 1), (keys.Keys.Count, keys.Secrets.Count));

        static MasterKey Key(byte number) => new(Enumerable.Repeat(number, MasterKey.Size).ToArray());
    }

    [Fact]
    public async Task A_revoked_key_is_in_no_ring()
    {
        var ring = await RingAsync();
        var kid = ring.Signer("ES256", clock.Now)!.Kid;
        KeyChange.Revoke(keys.Keys.Single(key => key.Kid == kid), "lost", clock.Now);
        var without = (await Loader().LoadAsync(PoolId.Default, ring, World.Ct)).Ring!;
        Assert.Null(without.Signer("ES256", clock.Now));
        Assert.Null(without.Find(kid, JwsAlgorithm.ES256));
        Assert.Null(without.Past.Find(kid, JwsAlgorithm.ES256));
    }

    SigningKey Row(string kid, string publicJwk, byte[]? sealedKey) => new()
    {
        PoolId = PoolId.Default,
        Kid = kid,
        Algorithm = "ES256",
        Generation = 7,
        PublicJwk = publicJwk,
        SealedPrivateKey = sealedKey,
        SealedBy = master.Fingerprint,
        CreatedAt = World.Start,
        ActivatedAt = World.Start,
        RetiredAt = World.Start,
    };
}
