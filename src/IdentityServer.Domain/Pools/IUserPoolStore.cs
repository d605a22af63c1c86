using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Pools;

/// <summary>User pools of all organizations. Single reads come from a snapshot that is at most a second behind the database on every node.</summary>
public interface IUserPoolStore
{
    /// <summary>Disabled ones too, deleted ones not; whose it is the caller looks at.</summary>
    ValueTask<UserPool?> FindAsync(PoolId id, CancellationToken ct);

    /// <summary>From the database, oldest first; deleted ones not.</summary>
    /// <param name="after">The id of the last one seen.</param>
    ValueTask<IReadOnlyList<UserPool>> ListAsync(string organizationId, string? after, int limit, CancellationToken ct);

    /// <summary>Hosted pools of all organizations that are neither disabled nor deleted, from the database.</summary>
    ValueTask<IReadOnlyList<UserPool>> ListHostedAsync(CancellationToken ct);

    /// <summary>The organization's oldest live hosted pool: what a request means that names none. From the snapshot.</summary>
    ValueTask<UserPool?> FirstHostedAsync(string organizationId, CancellationToken ct);

    /// <summary>False where the id is taken, be it of a deleted pool or another organization's.</summary>
    ValueTask<bool> AddAsync(UserPool pool, RecordedChange change, CancellationToken ct);

    /// <param name="version">The one that the change was decided on.</param>
    ValueTask<Outcome> SaveAsync(UserPool pool, string version, RecordedChange change, CancellationToken ct);

    /// <summary>Refused while SDK clients belong to it.</summary>
    /// <param name="version">The one that is meant; null for whichever it is.</param>
    ValueTask<Outcome> RemoveAsync(UserPool pool, string? version, DateTimeOffset now, RecordedChange change, CancellationToken ct);
}
