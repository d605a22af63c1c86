using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
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

    /// <summary>An SDK client of the organization, of whichever pool; from the snapshot.</summary>
    ValueTask<Client?> FindSdkAsync(string organizationId, ClientId id, CancellationToken ct);

    /// <summary>The oldest enabled application of a user pool; from the snapshot.</summary>
    ValueTask<Client?> FirstApplicationAsync(PoolId pool, CancellationToken ct);

    /// <summary>SDK clients of the organization from the database, in the order of their ids.</summary>
    /// <param name="after">The id of the last one seen.</param>
    ValueTask<IReadOnlyList<Client>> ListSdkAsync(string organizationId, string? after, int limit, CancellationToken ct);

    /// <summary>Whether any client of the organization allows this web origin; of any organization where it is null. From the snapshot.</summary>
    ValueTask<bool> AllowsSdkOriginAsync(string? organizationId, string origin, CancellationToken ct);

    /// <summary>Adds an SDK client, and the key of a service; false where the id is taken anywhere, or the pool of an application is gone.</summary>
    ValueTask<bool> AddSdkAsync(Client client, ApiKey? key, RecordedChange change, CancellationToken ct);

    /// <param name="version">The one that the change was decided on.</param>
    ValueTask<Outcome> SaveSdkAsync(Client client, string version, DateTimeOffset now, RecordedChange change, CancellationToken ct);

    /// <summary>Its token families and API keys are revoked in the same transaction.</summary>
    /// <param name="version">The one that is meant; null for whichever it is.</param>
    ValueTask<Outcome> RemoveSdkAsync(Client client, string? version, DateTimeOffset now, RecordedChange change, CancellationToken ct);

    /// <summary>Adds or replaces; the change is visible on this node when the call returns.</summary>
    ValueTask SaveAsync(Client client, CancellationToken ct);

    /// <summary>True for the caller that removed it; its token families and API keys are revoked in the same transaction.</summary>
    ValueTask<bool> RemoveAsync(PoolId pool, ClientId id, DateTimeOffset now, CancellationToken ct);
}
