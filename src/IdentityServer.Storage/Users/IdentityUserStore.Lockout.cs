using IdentityServer.Domain.Users;

namespace IdentityServer.Storage.Users;

/// <summary>
/// Lockout writes through at once and is left out of <see cref="UpdateAsync"/>. Otherwise guesses made in parallel
/// would undo each other: the one that reaches the limit would lose its update to one that did not, and with it the lock.
/// </summary>
internal sealed partial class IdentityUserStore
{
    public async Task<int> IncrementAccessFailedCountAsync(User user, CancellationToken cancellationToken) =>
        user.AccessFailedCount = await users.CountFailureAsync(user.PoolId, user.Id, cancellationToken);

    public async Task ResetAccessFailedCountAsync(User user, CancellationToken cancellationToken)
    {
        await users.ForgetFailuresAsync(user.PoolId, user.Id, cancellationToken);
        user.AccessFailedCount = 0;
    }

    public async Task SetLockoutEndDateAsync(User user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken)
    {
        await users.LockOutAsync(user.PoolId, user.Id, lockoutEnd, cancellationToken);
        user.LockoutEnd = lockoutEnd;
    }

    public Task<int> GetAccessFailedCountAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.AccessFailedCount);

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.LockoutEnd);

    /// <summary>For everyone.</summary>
    public Task<bool> GetLockoutEnabledAsync(User user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetLockoutEnabledAsync(User user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;
}
