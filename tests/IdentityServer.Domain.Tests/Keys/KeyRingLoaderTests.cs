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
    readonly MasterKey master = new(Enumerable.Repeat((byte)1, MasterKey.Size).ToArray());
    readonly MasterKey wrong = new(Enumerable.Repeat((byte)2, MasterKey.Size).ToArray());

    public void Dispose()
    {
        master.Dispose();
        wrong.Dispose();
    }

    async Task<KeyRingLoad> LoadAsync(MasterKey? key = null, PoolId? pool = null) =>
        await new KeyRingLoader(keys, key ?? master, clock).LoadAsync(pool ?? PoolId.Default, World.Ct);

    async Task<KeyRing> RingAsync(MasterKey? key = null)
    {
        var load = await LoadAsync(key);
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
        Assert.All(keys.Keys, key => Assert.Equal((1, master.Fingerprint), (key.Generation, key.SealedBy)));

        var second = await RingAsync();
        Assert.Equal(Algorithms, keys.Keys.Count);
        Assert.Equal(first.ETag, second.ETag);
        var token = first.RefreshTokens.Write(FamilyId.New(clock), 3);
        Assert.True(second.RefreshTokens.TryRead(token, out _, out _));
        Assert.NotNull(second.Find(first.Signer("RS256")!.Kid, JwsAlgorithm.RS256));
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
        Assert.Null((await LoadAsync()).Ring);
    }

    [Fact]
    public async Task A_wrong_master_key_makes_nothing_and_says_so()
    {
        await RingAsync();
        var load = await LoadAsync(wrong);
        Assert.Null(load.Ring);
        Assert.Contains(wrong.Fingerprint, load.Problem, StringComparison.Ordinal);
        Assert.Contains("Idp:Keys", load.Problem, StringComparison.Ordinal);
        // Nor for a pool that has no keys yet.
        Assert.Null((await LoadAsync(wrong, new("new-pool"))).Ring);
        Assert.Equal(Algorithms, keys.Keys.Count);
        Assert.Single(keys.Secrets);
        Assert.NotNull((await LoadAsync()).Ring);
    }

    [Fact]
    public async Task Two_nodes_that_start_at_once_end_with_one_key_set()
    {
        var loads = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => LoadAsync(), World.Ct)));
        Assert.Equal(Algorithms, keys.Keys.Count);
        Assert.Single(keys.Secrets);
        Assert.Single(loads.Select(load => load.Ring!.ETag).Distinct());
        Assert.Single(loads.Select(load => load.Ring!.RefreshTokens.Write(default, 1)).Distinct());
    }

    [Fact]
    public async Task Of_two_nodes_with_different_master_keys_one_serves()
    {
        var loads = await Task.WhenAll(Task.Run(() => LoadAsync(), World.Ct), Task.Run(() => LoadAsync(wrong), World.Ct));
        Assert.Single(loads, load => load.Ring is not null);
        Assert.Single(keys.Keys.Select(key => key.SealedBy).Distinct());
    }

    [Fact]
    public async Task A_damaged_key_means_not_ready_and_never_a_new_key()
    {
        await RingAsync();
        var sealedBefore = keys.Keys[0].SealedPrivateKey!;
        keys.Keys[0].SealedPrivateKey = [.. sealedBefore.Select((b, at) => at == 40 ? (byte)(b ^ 1) : b)];
        var load = await LoadAsync();
        Assert.Null(load.Ring);
        Assert.Contains(keys.Keys[0].Kid, load.Problem, StringComparison.Ordinal);

        keys.Keys[0].SealedPrivateKey = null;
        Assert.Null((await LoadAsync()).Ring);

        keys.Keys[0].SealedPrivateKey = sealedBefore;
        keys.Keys.Add(Row("broken", 7, publicJwk: "{"));
        load = await LoadAsync();
        Assert.Null(load.Ring);
        Assert.Contains("broken", load.Problem, StringComparison.Ordinal);
        Assert.Equal(Algorithms + 1, keys.Keys.Count);
    }

    [Fact]
    public async Task The_newest_active_key_signs_and_all_are_published()
    {
        var before = await RingAsync();
        var old = keys.Keys.Single(key => key.Algorithm == "ES256");
        using var next = SigningCredential.Generate(JwsAlgorithm.ES256);
        keys.Keys.Add(Row(next.Kid, 2, activeFrom: World.Start.AddDays(14), credential: next));

        // Announced, not yet active.
        var announced = await RingAsync();
        Assert.Equal(old.Kid, announced.Signer("ES256")!.Kid);
        Assert.NotNull(announced.Find(next.Kid, JwsAlgorithm.ES256));
        Assert.NotEqual(before.ETag, announced.ETag);

        clock.Advance(TimeSpan.FromDays(14));
        var rotated = await RingAsync();
        Assert.Equal(next.Kid, rotated.Signer("ES256")!.Kid);
        Assert.NotNull(rotated.Find(old.Kid, JwsAlgorithm.ES256));

        // A retired key's private half may be gone.
        (old.RetiredAt, old.SealedPrivateKey) = (clock.Now, null);
        Assert.Equal(next.Kid, (await RingAsync()).Signer("ES256")!.Kid);
    }

    SigningKey Row(string kid, int generation, string? publicJwk = null, DateTimeOffset? activeFrom = null, SigningCredential? credential = null) => new()
    {
        PoolId = PoolId.Default,
        Kid = kid,
        Algorithm = "ES256",
        Generation = generation,
        PublicJwk = publicJwk ?? $$"""{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"{{kid}}","x":"{{credential!.PublicJwk.X}}","y":"{{credential.PublicJwk.Y}}"}""",
        SealedPrivateKey = credential is null ? null : master.Seal(credential.ExportPkcs8(), $"signing-key/default/{kid}"),
        SealedBy = master.Fingerprint,
        CreatedAt = World.Start,
        ActiveFrom = activeFrom ?? World.Start,
    };
}
