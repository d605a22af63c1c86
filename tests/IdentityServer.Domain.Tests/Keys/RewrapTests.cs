using System.Text;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class RewrapTests : IDisposable
{
    readonly MemorySealedRows rows = new();
    readonly MasterKey before = Key(1), wanted = Key(2), stranger = Key(3);

    static MasterKey Key(byte number) => new(Enumerable.Repeat(number, MasterKey.Size).ToArray());

    // The pauses between two looks are real ones.
    static Task<RewrapRun> RunAsync(Rewrap rewrap) => rewrap.RunAsync("cli:alice", World.Ct).AsTask();

    readonly MemoryAuditLog log = new();

    Rewrap Over(params MasterKey[] keys) => new(rows, new MasterKeys(keys), log, TimeProvider.System);

    public void Dispose()
    {
        before.Dispose();
        wanted.Dispose();
        stranger.Dispose();
    }

    void Fill()
    {
        rows.Add(SealedKind.SigningKey, "k1", before);
        rows.Add(SealedKind.SigningKey, "k2", wanted);
        rows.Add(SealedKind.Secret, SharedSecret.Name, before);
        rows.Add(SealedKind.DataProtection, "d1", before);
    }

    [Fact]
    public async Task Everything_is_sealed_under_the_first_key_and_opens_to_the_same()
    {
        Fill();
        var run = await RunAsync(Over(wanted, before));
        Assert.Equal((null, wanted.Fingerprint), (run.Problem, run.Fingerprint));
        Assert.Equal(("key.rewrapped", "cli:alice", wanted.Fingerprint), log.Records.Select(record => (record.Action, record.Actor, record.Target)).Single());
        Assert.Equal((1, 1, 1), (run.Resealed[SealedKind.SigningKey], run.Resealed[SealedKind.Secret], run.Resealed[SealedKind.DataProtection]));
        Assert.Equal((2, 1, 1), (run.All[SealedKind.SigningKey], run.All[SealedKind.Secret], run.All[SealedKind.DataProtection]));
        Assert.All(rows.Rows, row =>
        {
            Assert.Equal(wanted.Fingerprint, row.SealedBy);
            Assert.True(wanted.TryOpen(row.Sealed, row.Place, out var text));
            Assert.Equal("secret", Encoding.UTF8.GetString(text));
        });

        var again = await RunAsync(Over(wanted, before));
        Assert.All(again.Resealed.Values, count => Assert.Equal(0, count));
        Assert.Null(again.Problem);
    }

    [Fact]
    public async Task What_another_node_adds_meanwhile_is_found()
    {
        Fill();
        rows.Meanwhile = () =>
        {
            rows.Add(SealedKind.SigningKey, "k3", before);
            rows.Meanwhile = null;
        };
        var run = await RunAsync(Over(wanted, before));
        Assert.Equal((2, 3), (run.Resealed[SealedKind.SigningKey], run.All[SealedKind.SigningKey]));
        Assert.All(rows.Rows, row => Assert.Equal(wanted.Fingerprint, row.SealedBy));
    }

    [Fact]
    public async Task One_row_that_cannot_be_opened_and_nothing_is_touched()
    {
        Fill();
        rows.Add(SealedKind.SigningKey, "foreign", stranger);
        List<SealedRow> untouched = [.. rows.Rows];
        var run = await RunAsync(Over(wanted, before));
        Assert.Contains("foreign", run.Problem, StringComparison.Ordinal);
        Assert.Contains(stranger.Fingerprint, run.Problem, StringComparison.Ordinal);
        Assert.Equal(untouched, rows.Rows);

        // Nor where it comes at the last moment.
        rows.Rows.RemoveAt(rows.Rows.Count - 1);
        rows.Rows.Add(new(SealedKind.DataProtection, null, "damaged", 0, before.Fingerprint, null));
        Assert.Contains("damaged", (await RunAsync(Over(wanted, before))).Problem, StringComparison.Ordinal);
        Assert.Equal(untouched[..^1], rows.Rows[..^1]);
    }

    [Fact]
    public async Task The_node_that_did_it_seals_under_the_new_key_from_then_on()
    {
        Fill();
        using MasterKeys keys = new(wanted, before);
        keys.Follow(before.Fingerprint);
        await RunAsync(new(rows, keys, log, TimeProvider.System));
        Assert.Same(wanted, keys.Current);
    }
}
