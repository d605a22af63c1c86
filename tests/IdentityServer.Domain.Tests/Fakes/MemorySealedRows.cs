using IdentityServer.Domain.Keys;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>Sealed values of any kind; a change has them to itself, and is run twice, as the port allows.</summary>
sealed class MemorySealedRows : ISealedRows
{
    public List<SealedRow> Rows { get; } = [];

    /// <summary>Runs after a change: what another node does meanwhile.</summary>
    public Action? Meanwhile { get; set; }

    public void Add(SealedKind kind, string name, MasterKey key, string text = "secret")
    {
        SealedRow row = new(kind, kind == SealedKind.SigningKey ? new("default") : null, name, 0, key.Fingerprint, null);
        Rows.Add(row with { Sealed = key.Seal(System.Text.Encoding.UTF8.GetBytes(text), row.Place) });
    }

    public ValueTask<IReadOnlyList<SealedRow>> ListAsync(CancellationToken ct) => new([.. Rows]);

    public ValueTask<int> ResealAsync(Func<IReadOnlyList<SealedRow>, IReadOnlyList<ResealedRow>> reseal, CancellationToken ct)
    {
        reseal([.. Rows]);
        var resealed = reseal([.. Rows]);
        foreach (var to in resealed) Rows[Rows.IndexOf(to.Row)] = to.Row with { SealedBy = to.SealedBy, Sealed = to.Sealed };
        Meanwhile?.Invoke();
        return new(resealed.Count);
    }
}
