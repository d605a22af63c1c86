using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Connections;

/// <summary>Identities at providers, and the users they are.</summary>
public interface IUpstreamIdentityStore
{
    /// <summary>With its user, whatever that one's state.</summary>
    ValueTask<IdentityOfUser?> FindAsync(PoolId pool, string connectionId, string subject, CancellationToken ct);

    /// <summary>A new user with this identity, both or neither. False where the identity is somebody's already, or a name of the user's is taken.</summary>
    ValueTask<bool> AddWithUserAsync(User user, UpstreamIdentity identity, AuditRecord record, CancellationToken ct);

    /// <summary>Seen again.</summary>
    /// <param name="sealedTokens">Null leaves those that are kept.</param>
    ValueTask SeenAsync(PoolId pool, string connectionId, string subject, string? sealedTokens, DateTimeOffset now, CancellationToken ct);

    /// <summary>All of a user, oldest first.</summary>
    ValueTask<IReadOnlyList<UpstreamIdentity>> OfUserAsync(PoolId pool, UserId user, CancellationToken ct);
}

/// <summary>An identity and whose it is.</summary>
public sealed record IdentityOfUser(UpstreamIdentity Identity, User User);
