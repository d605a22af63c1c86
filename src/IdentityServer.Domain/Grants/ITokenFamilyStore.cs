using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Grants;

/// <summary>Token families. Each gate is one conditional statement whose return value names the winner.</summary>
public interface ITokenFamilyStore
{
    ValueTask AddAsync(TokenFamily family, CancellationToken ct);

    ValueTask<FamilyOfUser?> FindByCodeAsync(PoolId pool, HandleDigest code, CancellationToken ct);

    ValueTask<FamilyOfUser?> FindAsync(PoolId pool, FamilyId id, CancellationToken ct);

    /// <summary>
    /// The code's gate: true for exactly one caller, and only while the family is not revoked. The same statement starts
    /// the line of refresh tokens when <paramref name="refreshExpiresAt"/> is given.
    /// </summary>
    ValueTask<bool> TakeCodeAsync(PoolId pool, FamilyId id, DateTimeOffset now, DateTimeOffset? refreshExpiresAt, CancellationToken ct);

    /// <summary>Counts one wrong verifier, atomically; returns how many there were.</summary>
    ValueTask<int> CountWrongVerifierAsync(PoolId pool, FamilyId id, CancellationToken ct);

    /// <summary>The refresh gate: from <paramref name="generation"/> to the next; true for exactly one caller, and only while not revoked.</summary>
    ValueTask<bool> RotateAsync(PoolId pool, FamilyId id, int generation, DateTimeOffset now, CancellationToken ct);

    /// <summary>Ends the family; a second call changes nothing.</summary>
    ValueTask RevokeAsync(PoolId pool, FamilyId id, DateTimeOffset now, CancellationToken ct);
}

/// <summary>A family and the user it acts for, read in one statement.</summary>
/// <param name="User">Null where the user has been deleted.</param>
public sealed record FamilyOfUser(TokenFamily Family, User? User);
