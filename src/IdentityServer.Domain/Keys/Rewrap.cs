using System.Security.Cryptography;
using IdentityServer.Domain.Audit;

namespace IdentityServer.Domain.Keys;

/// <summary>
/// Seals everything anew under the first of the master keys, the shared secret with it, so that all nodes seal under it
/// from then on. One transaction: whoever dies in it has changed nothing, and what is not done is due at the next run.
/// What cannot be opened is not touched, and then nothing is.
/// </summary>
public sealed class Rewrap(ISealedRows rows, MasterKeys masterKeys, IAuditLog log, TimeProvider clock)
{
    /// <summary>A node may seal under the key before until it has looked at the database again, twice a second.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    // Each look finds what was added during the one before; a hundred would be a node that does not follow.
    const int MostLooks = 100;

    public async ValueTask<RewrapRun> RunAsync(string actor, CancellationToken ct)
    {
        masterKeys.ReadAgain();
        var wanted = masterKeys.First;
        Dictionary<SealedKind, int> done = Enum.GetValues<SealedKind>().ToDictionary(kind => kind, _ => 0), all = new(done);
        for (var look = 0; look < MostLooks; look++)
        {
            string? problem = null;
            IReadOnlyList<SealedRow> seen = [];
            IReadOnlyList<ResealedRow> resealed = [];
            if (Problem(await rows.ListAsync(ct)) is { } closed) return new(wanted.Fingerprint, done, all, closed);
            var written = await rows.ResealAsync(stored =>
            {
                seen = stored;
                problem = Problem(stored);
                return resealed = problem is null ? [.. stored.Where(row => row.SealedBy != wanted.Fingerprint).Select(row => Reseal(row, wanted))] : [];
            }, ct);
            foreach (var kind in Enum.GetValues<SealedKind>())
            {
                all[kind] = seen.Count(row => row.Kind == kind);
                if (written == resealed.Count) done[kind] += resealed.Count(row => row.Row.Kind == kind);
            }
            if (problem is not null) return new(wanted.Fingerprint, done, all, problem);
            masterKeys.Follow(wanted.Fingerprint);
            if (resealed.Count == 0)
            {
                if (done.Values.Sum() is > 0 and var sum)
                    await log.AppendAsync(AuditRecord.Of(clock, AuditAction.KeyRewrapped, actor, wanted.Fingerprint, details: [("values", $"{sum}")]), CancellationToken.None);
                return new(wanted.Fingerprint, done, all, null);
            }
            // What was sealed anew is to be in the log, whoever has hung up.
            ct = CancellationToken.None;
            await Task.Delay(Patience, clock, ct);
        }
        return new(wanted.Fingerprint, done, all, "Something keeps sealing under another master key. Restart the nodes, then run this again.");
    }

    /// <summary>Which row this node cannot open, and what to do; null where it opens all.</summary>
    public string? Problem(IEnumerable<SealedRow> stored)
    {
        foreach (var row in stored)
        {
            if (row.Sealed is null || !masterKeys.TryOpen(row.SealedBy, row.Sealed, row.Place, out var plaintext)) return masterKeys.Problem(row.ToString(), row.SealedBy);
            CryptographicOperations.ZeroMemory(plaintext);
        }
        return null;
    }

    ResealedRow Reseal(SealedRow row, MasterKey wanted)
    {
        if (!masterKeys.TryOpen(row.SealedBy, row.Sealed, row.Place, out var plaintext)) throw new InvalidOperationException("A row that opened a moment ago does not open.");
        ResealedRow resealed = new(row, wanted.Fingerprint, wanted.Seal(plaintext, row.Place));
        CryptographicOperations.ZeroMemory(plaintext);
        return resealed;
    }
}

/// <summary>What came of it.</summary>
/// <param name="Fingerprint">Of the master key that everything is sealed under now, where there is no problem.</param>
/// <param name="Resealed">How many values this run has sealed anew.</param>
/// <param name="All">How many there are.</param>
/// <param name="Problem">Why it could not be done, for the operator; null where it is.</param>
public sealed record RewrapRun(string Fingerprint, IReadOnlyDictionary<SealedKind, int> Resealed, IReadOnlyDictionary<SealedKind, int> All, string? Problem);
