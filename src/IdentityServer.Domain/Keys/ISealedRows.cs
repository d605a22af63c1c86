using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>Everything in the database that rests under a master key, of all pools and whatever it is for.</summary>
public interface ISealedRows
{
    ValueTask<IReadOnlyList<SealedRow>> ListAsync(CancellationToken ct);

    /// <summary>
    /// Replaces sealed values while nobody else changes keys, in one transaction: all or none. <paramref name="reseal"/>
    /// sees what is stored at that moment and may run more than once. A value that is no longer the one it saw stays as
    /// it is. Returns how many were replaced.
    /// </summary>
    ValueTask<int> ResealAsync(Func<IReadOnlyList<SealedRow>, IReadOnlyList<ResealedRow>> reseal, CancellationToken ct);
}

/// <summary>What a sealed value is.</summary>
public enum SealedKind
{
    /// <summary>A private key that signs, or will.</summary>
    SigningKey,

    /// <summary>A secret that all nodes share.</summary>
    Secret,

    /// <summary>A key of the Data Protection ring.</summary>
    DataProtection,
}

/// <summary>A sealed value where it rests.</summary>
/// <param name="Name">A kid, a secret's name, an element's id.</param>
/// <param name="Part">Counts within an element of the Data Protection ring; else 0.</param>
/// <param name="SealedBy">Fingerprint of the master key that sealed it.</param>
/// <param name="Sealed">Null where the row holds no readable value.</param>
public sealed record SealedRow(SealedKind Kind, PoolId? Pool, string Name, int Part, string SealedBy, byte[]? Sealed)
{
    /// <summary>What it was sealed for.</summary>
    public string Place => Kind switch
    {
        SealedKind.SigningKey => SealedPlace.OfSigningKey(Pool!.Value, Name),
        SealedKind.Secret => SealedPlace.OfSecret(Name),
        _ => SealedPlace.DataProtection,
    };

    /// <summary>For people.</summary>
    public override string ToString() => Kind switch
    {
        SealedKind.SigningKey => $"the signing key {Name}",
        SealedKind.Secret => $"the secret {Name}",
        _ => $"the Data Protection key {Name}",
    };
}

/// <summary>The value that takes its place.</summary>
public sealed record ResealedRow(SealedRow Row, string SealedBy, byte[] Sealed);
