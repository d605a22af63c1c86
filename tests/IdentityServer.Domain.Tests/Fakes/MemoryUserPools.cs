using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Tests.Fakes;

sealed class MemoryUserPools : IUserPoolStore
{
    readonly Dictionary<PoolId, UserPool> rows = [];

    public List<AuditRecord> Records { get; } = [];

    /// <summary>Runs once, before the next write: another node that is faster.</summary>
    public Func<Task>? Rival { get; set; }

    public UserPool Put(UserPool pool) => rows[pool.Id] = pool;

    public ValueTask<UserPool?> FindAsync(PoolId id, CancellationToken ct) => new(rows.GetValueOrDefault(id) is { DeletedAt: null } pool ? pool : null);

    public ValueTask<IReadOnlyList<UserPool>> ListAsync(string organizationId, string? after, int limit, CancellationToken ct) =>
        new([.. Of(organizationId).Where(pool => string.CompareOrdinal(pool.Id.Value, after) > 0).Take(limit)]);

    public ValueTask<IReadOnlyList<UserPool>> ListHostedAsync(CancellationToken ct) => new([.. rows.Values.Where(pool => pool is { IsHosted: true, IsLive: true })]);

    public ValueTask<UserPool?> FirstHostedAsync(string organizationId, CancellationToken ct) =>
        new(Of(organizationId).Where(pool => pool is { IsHosted: true, IsLive: true }).OrderBy(pool => pool.CreatedAt).FirstOrDefault());

    public async ValueTask<bool> AddAsync(UserPool pool, RecordedChange change, CancellationToken ct)
    {
        await LetTheRivalGoAsync();
        if (!rows.TryAdd(pool.Id, pool)) return false;
        Records.Add(change.Record);
        return true;
    }

    public async ValueTask<Outcome> SaveAsync(UserPool pool, string version, RecordedChange change, CancellationToken ct)
    {
        await LetTheRivalGoAsync();
        return Change(pool, version, pool, change);
    }

    public ValueTask<Outcome> RemoveAsync(UserPool pool, string? version, DateTimeOffset now, RecordedChange change, CancellationToken ct) =>
        new(Change(pool, version, pool with { DeletedAt = now }, change));

    async Task LetTheRivalGoAsync()
    {
        var rival = Rival;
        Rival = null;
        if (rival is not null) await rival();
    }

    Outcome Change(UserPool pool, string? version, UserPool changed, RecordedChange change)
    {
        if (rows.GetValueOrDefault(pool.Id) is not { DeletedAt: null } found) return Outcome.Missing;
        if (version is not null && found.Version != version) return Outcome.Stale;
        rows[pool.Id] = changed;
        Records.Add(change.Record);
        return Outcome.Done;
    }

    IEnumerable<UserPool> Of(string organizationId) =>
        rows.Values.Where(pool => pool.OrganizationId == organizationId && pool.DeletedAt is null).OrderBy(pool => pool.Id.Value, StringComparer.Ordinal);
}
