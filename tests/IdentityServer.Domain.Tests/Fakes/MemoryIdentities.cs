using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Tests.Fakes;

sealed class MemoryIdentities(MemoryUsers users) : IUpstreamIdentityStore
{
    readonly List<UpstreamIdentity> rows = [];

    public List<AuditRecord> Records { get; } = [];

    public int Sightings { get; private set; }

    /// <summary>Runs once, before the next identity is added: another browser that is faster.</summary>
    public Func<Task>? Rival { get; set; }

    public async ValueTask<IdentityOfUser?> FindAsync(PoolId pool, string connectionId, string subject, CancellationToken ct)
    {
        var row = rows.Find(row => row.PoolId == pool && row.ConnectionId == connectionId && row.Subject == subject);
        return row is null ? null : new(row, (await users.FindAsync(pool, row.UserId, ct))!);
    }

    public async ValueTask<bool> AddWithUserAsync(User user, UpstreamIdentity identity, AuditRecord record, CancellationToken ct)
    {
        var rival = Rival;
        Rival = null;
        if (rival is not null) await rival();
        if (rows.Exists(row => row.ConnectionId == identity.ConnectionId && row.Subject == identity.Subject) || !await users.AddAsync(user, ct)) return false;
        rows.Add(identity);
        Records.Add(record);
        return true;
    }

    public ValueTask SeenAsync(PoolId pool, string connectionId, string subject, string? sealedTokens, DateTimeOffset now, CancellationToken ct)
    {
        Sightings++;
        var index = rows.FindIndex(row => row.ConnectionId == connectionId && row.Subject == subject);
        rows[index] = rows[index] with { LastSeenAt = now, SealedTokens = sealedTokens ?? rows[index].SealedTokens };
        return default;
    }

    public ValueTask<IReadOnlyList<UpstreamIdentity>> OfUserAsync(PoolId pool, UserId user, CancellationToken ct) => new([.. rows.Where(row => row.UserId == user)]);
}
