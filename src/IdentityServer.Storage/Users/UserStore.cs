using IdentityServer.Domain.Users;

namespace IdentityServer.Storage.Users;

internal sealed class UserStore(Archive archive, TimeProvider clock) : IUserStore
{
    readonly Func<IdpContext, UserId, CancellationToken, Task<User?>> byId =
        EF.CompileAsyncQuery((IdpContext context, UserId id, CancellationToken ct) =>
            context.Users.AsNoTracking().FirstOrDefault(user => user.Id == id));

    readonly Func<IdpContext, string, CancellationToken, Task<User?>> byUsername =
        EF.CompileAsyncQuery((IdpContext context, string username, CancellationToken ct) =>
            context.Users.AsNoTracking().FirstOrDefault(user => user.NormalizedUsername == username));

    readonly Func<IdpContext, string, CancellationToken, Task<User?>> byEmail =
        EF.CompileAsyncQuery((IdpContext context, string email, CancellationToken ct) =>
            context.Users.AsNoTracking().FirstOrDefault(user => user.NormalizedEmail == email));

    public ValueTask<User?> FindAsync(PoolId pool, UserId id, CancellationToken ct) =>
        Ids.IsWellFormed(id.Value) ? archive.ReadAsync(pool, byId, id, ct) : default;

    public async ValueTask<User?> FindByUsernameAsync(PoolId pool, string normalizedUsername, CancellationToken ct)
    {
        if (!StorableText.Is(normalizedUsername)) return null;
        var user = await archive.ReadAsync(pool, byUsername, normalizedUsername, ct);
        // SQL Server's = does not see trailing blanks, under any collation.
        return user?.NormalizedUsername == normalizedUsername ? user : null;
    }

    /// <summary>Not in the port: only signing in asks for it, through ASP.NET Core Identity.</summary>
    internal async ValueTask<User?> FindByEmailAsync(PoolId pool, string normalizedEmail, CancellationToken ct)
    {
        if (!StorableText.Is(normalizedEmail)) return null;
        var user = await archive.ReadAsync(pool, byEmail, normalizedEmail, ct);
        return user?.NormalizedEmail == normalizedEmail ? user : null;
    }

    public async ValueTask<IReadOnlyList<User>> ListAsync(PoolId pool, int skip, int take, CancellationToken ct) =>
        await archive.ReadAsync(pool, (context, token) =>
            context.Users.AsNoTracking().OrderBy(user => user.Id).Skip(skip).Take(take).ToListAsync(token), ct);

    public ValueTask<bool> AddAsync(User user, CancellationToken ct)
    {
        if (user.ConcurrencyStamp.Length == 0) user.ConcurrencyStamp = Ids.NewUuid(clock);
        return archive.AddAsync(user.PoolId, user, ct);
    }

    public async ValueTask<bool> SaveAsync(User user, CancellationToken ct)
    {
        var (read, next) = (user.ConcurrencyStamp, Ids.NewUuid(clock));
        var saved = await archive.TryWriteAsync(user.PoolId, async (context, token) =>
            // Lockout is not among them: its columns change only through their own verbs, so that no save puts an older count back.
            await context.Users.Where(row => row.Id == user.Id && row.ConcurrencyStamp == read)
                .ExecuteUpdateAsync(set => set
                    .SetProperty(row => row.Username, user.Username)
                    .SetProperty(row => row.NormalizedUsername, user.NormalizedUsername)
                    .SetProperty(row => row.Email, user.Email)
                    .SetProperty(row => row.NormalizedEmail, user.NormalizedEmail)
                    .SetProperty(row => row.EmailVerified, user.EmailVerified)
                    .SetProperty(row => row.PasswordHash, user.PasswordHash)
                    .SetProperty(row => row.SecurityStamp, user.SecurityStamp)
                    .SetProperty(row => row.ConcurrencyStamp, next)
                    .SetProperty(row => row.Disabled, user.Disabled)
                    .SetProperty(row => row.Claims, user.Claims)
                    .SetProperty(row => row.UpdatedAt, user.UpdatedAt), token) == 1, ct);
        if (saved) user.ConcurrencyStamp = next;
        return saved;
    }

    public ValueTask<int> CountFailureAsync(PoolId pool, UserId id, CancellationToken ct) =>
        // The update locks the row until the commit, so the count that is read is this caller's own.
        archive.WriteTogetherAsync(pool, async (context, token) =>
        {
            await context.Users.Where(user => user.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(user => user.AccessFailedCount, user => user.AccessFailedCount + 1), token);
            return await context.Users.Where(user => user.Id == id).Select(user => user.AccessFailedCount).FirstOrDefaultAsync(token);
        }, ct);

    internal async ValueTask ForgetFailuresAsync(PoolId pool, UserId id, CancellationToken ct) =>
        await archive.WriteAsync(pool, (context, token) => context.Users.Where(user => user.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.AccessFailedCount, 0), token), ct);

    internal async ValueTask LockOutAsync(PoolId pool, UserId id, DateTimeOffset? until, CancellationToken ct) =>
        await archive.WriteAsync(pool, (context, token) => context.Users.Where(user => user.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.LockoutEnd, until), token), ct);

    internal ValueTask<bool> RemoveAsync(PoolId pool, UserId id, string concurrencyStamp, CancellationToken ct) =>
        archive.WriteAsync(pool, async (context, token) =>
            await context.Users.Where(user => user.Id == id && user.ConcurrencyStamp == concurrencyStamp).ExecuteDeleteAsync(token) == 1, ct);
}
