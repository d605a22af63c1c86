using System.Security.Cryptography;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tests.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class KeyImportTests : IDisposable
{
    readonly MemoryKeys store = new();
    readonly ManualClock clock = new(World.Start);
    readonly MasterKeys master = new(new MasterKey(Enumerable.Repeat((byte)1, MasterKey.Size).ToArray()));
    readonly MasterKeys wrong = new(new MasterKey(Enumerable.Repeat((byte)2, MasterKey.Size).ToArray()));

    public void Dispose()
    {
        master.Dispose();
        wrong.Dispose();
    }

    KeyImport Import(MasterKeys? keys = null) => new(store, new(keys ?? master, clock), new(store, new(keys ?? master, clock), RotationPolicies.Default, clock), RotationPolicies.Default, keys ?? master, clock);

    async Task<KeyImportResult> RunAsync(string text, string? kid = null, string? algorithm = null, MasterKeys? keys = null) =>
        await Import(keys).RunAsync(PoolId.Default, PrivateTexts.Bytes(text), kid, algorithm, "cli:alice", World.Ct);

    async Task<KeyRing> StartAsync()
    {
        KeyFactory factory = new(master, clock);
        var load = await new KeyRingLoader(store, factory, new(store, factory, RotationPolicies.Default, clock), RotationPolicies.Default, master, clock).StartAsync(PoolId.Default, World.Ct);
        Assert.Null(load.Problem);
        return load.Ring!;
    }

    [Fact]
    public async Task Before_the_first_start_it_signs_at_once_and_the_start_makes_only_the_others()
    {
        var result = await RunAsync(PrivateTexts.RsaJwk().ToJsonString());
        Assert.Equal(new("old-key", "RS256", KeyState.Active, World.Start, null, null), result);
        var ring = await StartAsync();
        Assert.Equal("old-key", ring.Signer("RS256", clock.Now)!.Kid);
        Assert.NotNull(ring.Find("old-key", JwsAlgorithm.RS256));
        Assert.Equal(KeyFactory.Algorithms.Count, store.Keys.Count);
        Assert.All(store.Keys, key => Assert.Equal(master.Fingerprint, key.SealedBy));
    }

    [Fact]
    public async Task Afterwards_it_is_announced_and_takes_over_in_its_time()
    {
        var before = await StartAsync();
        var result = await RunAsync(PrivateTexts.P256Jwk, "kept", "ES256");
        Assert.Equal(new("kept", "ES256", KeyState.Announced, World.Start + RotationPolicy.DefaultAnnounceBefore, null, null), result);
        var announced = await StartAsync();
        Assert.Equal(before.Signer("ES256", clock.Now)!.Kid, announced.Signer("ES256", clock.Now)!.Kid);
        Assert.NotNull(announced.Find("kept", JwsAlgorithm.ES256));
        clock.Advance(RotationPolicy.DefaultAnnounceBefore);
        Assert.Equal("kept", (await StartAsync()).Signer("ES256", clock.Now)!.Kid);
    }

    [Fact]
    public async Task A_successor_that_has_never_signed_retires_for_it()
    {
        await StartAsync();
        clock.Advance(RotationPolicy.DefaultInterval - RotationPolicy.DefaultAnnounceBefore);
        var successor = KeyRotation.Successor((await StartAsync()).Keys, "ES256")!;
        var result = await RunAsync(PrivateTexts.P256Jwk, "kept");
        Assert.Equal((successor.Kid, KeyState.Announced), (result.Replaced, result.State));
        var row = store.Keys.Single(key => key.Kid == successor.Kid);
        Assert.Equal((KeyState.Retired, null, null), (row.State, row.SealedPrivateKey, row.ActivatedAt));
        Assert.Equal("kept", KeyRotation.Successor(store.Keys, "ES256")!.Kid);
    }

    [Fact]
    public async Task Without_a_name_it_is_named_by_its_thumbprint()
    {
        if (!JwsAlgorithm.EdDSA.IsAvailable) return;
        Assert.Equal(Vectors.Ed25519Thumbprint, (await RunAsync(PrivateTexts.Ed25519Pem)).Kid);
    }

    [Fact]
    public async Task A_name_or_a_key_that_the_pool_has_or_had_is_refused()
    {
        await RunAsync(PrivateTexts.P256Jwk, "kept");
        Assert.Contains("active", (await RunAsync(PrivateTexts.RsaPem, "kept")).Problem, StringComparison.Ordinal);
        Assert.Contains("kept", (await RunAsync(PrivateTexts.P256Jwk, "again")).Problem, StringComparison.Ordinal);
        KeyChange.Revoke(store.Keys[0], "lost", clock.Now);
        Assert.Contains("revoked", (await RunAsync(PrivateTexts.P256.ExportPkcs8PrivateKeyPem(), "kept")).Problem, StringComparison.Ordinal);
        // What was revoked does not come back under another name.
        Assert.Contains("revoked", (await RunAsync(PrivateTexts.P256Jwk, "new-name")).Problem, StringComparison.Ordinal);
        Assert.Single(store.Keys);
        Assert.Equal(KeyState.Active, (await RunAsync(PrivateTexts.P256.ExportPkcs8PrivateKeyPem(), "next")).State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with blank")]
    [InlineData("ä")]
    public async Task A_name_that_is_none_is_refused(string kid)
    {
        Assert.Contains("kid", (await RunAsync(PrivateTexts.P256Jwk, kid)).Problem, StringComparison.Ordinal);
        Assert.Empty(store.Keys);
    }

    [Fact]
    public async Task An_algorithm_that_contradicts_the_key_is_refused()
    {
        foreach (var algorithm in (string[])["RS256", "ES384", "none", "es256"])
            Assert.Contains("ES256", (await RunAsync(PrivateTexts.P256Jwk, "k", algorithm)).Problem, StringComparison.Ordinal);
        Assert.Empty(store.Keys);
    }

    [Fact]
    public async Task Nothing_of_what_is_refused_is_said_or_stored()
    {
        var jwk = PrivateTexts.RsaJwk();
        var secret = (string)jwk["d"]!;
        foreach (var text in (string[])[jwk.ToJsonString().Replace("\"qi\"", "\"xx\"", StringComparison.Ordinal), "rubbish " + secret, jwk.ToJsonString()[..^20], PrivateTexts.RsaPem[..^60]])
        {
            var result = await RunAsync(text, "k");
            Assert.NotNull(result.Problem);
            Assert.DoesNotContain(secret[..12], result.ToString(), StringComparison.Ordinal);
        }
        Assert.Empty(store.Keys);
        Assert.Empty(store.Secrets);
    }

    [Fact]
    public async Task Under_the_wrong_master_key_nothing_is_taken()
    {
        await StartAsync();
        var count = store.Keys.Count;
        Assert.Contains("master key", (await RunAsync(PrivateTexts.P256Jwk, "kept", keys: wrong)).Problem, StringComparison.Ordinal);
        Assert.Equal(count, store.Keys.Count);
    }

    [Fact]
    public async Task It_is_stored_sealed_and_signs_what_its_public_half_verifies()
    {
        await RunAsync(PrivateTexts.RsaPem, "kept");
        var row = Assert.Single(store.Keys);
        Assert.DoesNotContain("\"d\"", row.PublicJwk, StringComparison.Ordinal);
        Assert.Equal(-1, row.SealedPrivateKey.AsSpan().IndexOf(PrivateTexts.Rsa.ExportParameters(true).P));
        using var credential = new KeyFactory(master, clock).Open(row)!;
        var signature = new byte[credential.SignatureSize];
        Assert.True(credential.TrySign("data"u8, signature, out _));
        Assert.True(PrivateTexts.Rsa.VerifyData("data"u8, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }
}
