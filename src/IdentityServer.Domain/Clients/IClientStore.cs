using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Clients;

/// <summary>Clients of all pools. Reads come from a snapshot that is at most a second behind the database on every node.</summary>
public interface IClientStore
{
    ValueTask<Client?> FindAsync(PoolId pool, ClientId id, CancellationToken ct);

    /// <summary>Whether any client of the pool allows this web origin; all a preflight can ask, since it names no client.</summary>
    ValueTask<bool> AllowsOriginAsync(PoolId pool, string origin, CancellationToken ct);

    /// <summary>From the database, in the order of their ids.</summary>
    ValueTask<IReadOnlyList<Client>> ListAsync(PoolId pool, CancellationToken ct);

    /// <summary>Adds or replaces; the change is visible on this node when the call returns.</summary>
    ValueTask SaveAsync(Client client, CancellationToken ct);

    /// <summary>True for the caller that removed it; its token families are revoked in the same transaction.</summary>
    ValueTask<bool> RemoveAsync(PoolId pool, ClientId id, DateTimeOffset now, CancellationToken ct);
}
