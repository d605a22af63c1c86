using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Tests.Fakes;

sealed class MemoryUsers : IUserStore
{
    readonly List<User> rows = [];

    public int Writes { get; private set; }

    /// <summary>Runs once, before the next write: another node that is faster.</summary>
    public Func<Task>? Rival { get; set; }

    public ValueTask<User?> FindAsync(PoolId pool, UserId id, CancellationToken ct) => new(Copy(rows.Find(row => row.PoolId == pool && row.Id == id)));

    public ValueTask<User?> FindByUsernameAsync(PoolId pool, string normalizedUsername, CancellationToken ct) =>
        new(Copy(rows.Find(row => row.PoolId == pool && row.NormalizedUsername == normalizedUsername)));

    public ValueTask<IReadOnlyList<User>> ListAsync(PoolId pool, int skip, int take, CancellationToken ct) =>
        new([.. rows.Where(row => row.PoolId == pool).Skip(skip).Take(take)]);

    public async ValueTask<bool> AddAsync(User user, CancellationToken ct)
    {
        await LetTheRivalGoAsync();
        Writes++;
        if (rows.Exists(row => Collides(row, user))) return false;
        rows.Add(user);
        return true;
    }

    public async ValueTask<bool> SaveAsync(User user, CancellationToken ct)
    {
        await LetTheRivalGoAsync();
        Writes++;
        var index = rows.FindIndex(row => row.Id == user.Id && row.ConcurrencyStamp == user.ConcurrencyStamp);
        if (index < 0 || rows.Exists(row => row.Id != user.Id && Collides(row, user))) return false;
        user.ConcurrencyStamp += "+";
        rows[index] = user;
        return true;
    }

    public ValueTask<int> CountFailureAsync(PoolId pool, UserId id, CancellationToken ct) => throw new NotSupportedException();

    async Task LetTheRivalGoAsync()
    {
        var rival = Rival;
        Rival = null;
        if (rival is not null) await rival();
    }

    static bool Collides(User left, User right) => left.PoolId == right.PoolId &&
        (left.NormalizedUsername == right.NormalizedUsername || (left.NormalizedEmail is { } email && email == right.NormalizedEmail));

    // A store gives out copies: what is done to one is not done to the row.
    static User? Copy(User? row) => row is null ? null : new()
    {
        PoolId = row.PoolId,
        Id = row.Id,
        Username = row.Username,
        NormalizedUsername = row.NormalizedUsername,
        Email = row.Email,
        NormalizedEmail = row.NormalizedEmail,
        EmailVerified = row.EmailVerified,
        PasswordHash = row.PasswordHash,
        SecurityStamp = row.SecurityStamp,
        ConcurrencyStamp = row.ConcurrencyStamp,
        LockoutEnd = row.LockoutEnd,
        Disabled = row.Disabled,
        Claims = row.Claims,
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
    };
}
