using IdentityServer.Domain.Users;
using Microsoft.AspNetCore.Identity;

namespace IdentityServer.Storage.Users;

/// <summary>
/// ASP.NET Core Identity's view of <see cref="User"/>. The setters change the object and <see cref="UpdateAsync"/> the
/// row, except for lockout (see its file).
/// </summary>
internal sealed partial class IdentityUserStore(UserStore users, PoolOfScope pool, TimeProvider clock) :
    IUserStore<User>, IUserPasswordStore<User>, IUserSecurityStampStore<User>, IUserLockoutStore<User>, IUserEmailStore<User>
{
    static readonly IdentityErrorDescriber errors = new();

    public async Task<IdentityResult> CreateAsync(User user, CancellationToken cancellationToken) =>
        await users.AddAsync(user, cancellationToken)
            ? IdentityResult.Success
            : IdentityResult.Failed(errors.DuplicateUserName(user.Username));

    public async Task<IdentityResult> UpdateAsync(User user, CancellationToken cancellationToken)
    {
        user.UpdatedAt = clock.GetUtcNow();
        return await users.SaveAsync(user, cancellationToken)
            ? IdentityResult.Success
            : IdentityResult.Failed(errors.ConcurrencyFailure());
    }

    public async Task<IdentityResult> DeleteAsync(User user, CancellationToken cancellationToken) =>
        await users.RemoveAsync(user.PoolId, user.Id, user.ConcurrencyStamp, cancellationToken)
            ? IdentityResult.Success
            : IdentityResult.Failed(errors.ConcurrencyFailure());

    public async Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        await users.FindAsync(pool.Id, new UserId(userId), cancellationToken);

    public async Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        await users.FindByUsernameAsync(pool.Id, normalizedUserName, cancellationToken);

    public Task<string> GetUserIdAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.Id.Value);

    public Task<string?> GetUserNameAsync(User user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Username);

    public Task<string?> GetNormalizedUserNameAsync(User user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.NormalizedUsername);

    public Task SetUserNameAsync(User user, string? userName, CancellationToken cancellationToken)
    {
        user.Username = userName ?? "";
        return Task.CompletedTask;
    }

    public Task SetNormalizedUserNameAsync(User user, string? normalizedName, CancellationToken cancellationToken)
    {
        user.NormalizedUsername = normalizedName ?? "";
        return Task.CompletedTask;
    }

    public Task<string?> GetPasswordHashAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task SetPasswordHashAsync(User user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.PasswordHash = passwordHash;
        return Task.CompletedTask;
    }

    public Task<string?> GetSecurityStampAsync(User user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.SecurityStamp);

    public Task SetSecurityStampAsync(User user, string stamp, CancellationToken cancellationToken)
    {
        user.SecurityStamp = stamp;
        return Task.CompletedTask;
    }

    /// <summary>There is nothing to dispose of, and a UserManager disposes of its store.</summary>
    public void Dispose() { }
}
