using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Users;

/// <summary>Users of a pool, for reading and for what is not a credential; credentials change through ASP.NET Core Identity.</summary>
public interface IUserStore
{
    ValueTask<User?> FindAsync(PoolId pool, UserId id, CancellationToken ct);

    ValueTask<User?> FindByUsernameAsync(PoolId pool, string normalizedUsername, CancellationToken ct);

    ValueTask<IReadOnlyList<User>> ListAsync(PoolId pool, int skip, int take, CancellationToken ct);

    /// <summary>False where the id, the username or the e-mail address is taken.</summary>
    ValueTask<bool> AddAsync(User user, CancellationToken ct);

    /// <summary>False where somebody else changed the row since it was read (<see cref="User.ConcurrencyStamp"/>).</summary>
    ValueTask<bool> SaveAsync(User user, CancellationToken ct);

    /// <summary>One atomic addition to the failed count; returns the new count.</summary>
    ValueTask<int> CountFailureAsync(PoolId pool, UserId id, CancellationToken ct);
}
