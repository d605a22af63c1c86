using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>Token families as a database keeps them: reads are copies, each gate is one conditional statement under a lock.</summary>
sealed class MemoryFamilies(Dictionary<UserId, User> users) : ITokenFamilyStore
{
    readonly Lock gate = new();
    readonly Dictionary<(PoolId, FamilyId), TokenFamily> rows = [];

    /// <summary>Runs after a read and before its answer, outside the lock: another request gets in between.</summary>
    public Func<Task>? AfterRead { get; set; }

    /// <summary>The row itself, for a test to look at or to change behind everybody's back.</summary>
    public TokenFamily Row(FamilyId id) => rows.Single(pair => pair.Key.Item2 == id).Value;

    public TokenFamily Only => rows.Single().Value;

    public int Count => rows.Count;

    public ValueTask AddAsync(TokenFamily family, CancellationToken ct)
    {
        lock (gate) rows.Add((family.PoolId, family.Id), Copy(family));
        return default;
    }

    public ValueTask<FamilyOfUser?> FindByCodeAsync(PoolId pool, HandleDigest code, CancellationToken ct) =>
        ReadAsync(pool, family => family.CodeDigest == code);

    public ValueTask<FamilyOfUser?> FindAsync(PoolId pool, FamilyId id, CancellationToken ct) => ReadAsync(pool, family => family.Id == id);

    public async ValueTask<bool> TakeCodeAsync(PoolId pool, FamilyId id, DateTimeOffset now, DateTimeOffset? refreshExpiresAt, CancellationToken ct)
    {
        await Task.Yield();
        lock (gate)
        {
            if (!rows.TryGetValue((pool, id), out var row) || row.CodeTakenAt is not null || row.RevokedAt is not null) return false;
            row.CodeTakenAt = now;
            if (refreshExpiresAt is not null) (row.Generation, row.RotatedAt, row.RefreshExpiresAt) = (1, now, refreshExpiresAt);
            return true;
        }
    }

    public async ValueTask<int> CountWrongVerifierAsync(PoolId pool, FamilyId id, CancellationToken ct)
    {
        await Task.Yield();
        lock (gate) return ++rows[(pool, id)].WrongVerifiers;
    }

    public async ValueTask<bool> RotateAsync(PoolId pool, FamilyId id, int generation, DateTimeOffset now, CancellationToken ct)
    {
        await Task.Yield();
        lock (gate)
        {
            if (!rows.TryGetValue((pool, id), out var row) || row.Generation != generation || row.RevokedAt is not null) return false;
            (row.Generation, row.RotatedAt) = (generation + 1, now);
            return true;
        }
    }

    public async ValueTask RevokeAsync(PoolId pool, FamilyId id, DateTimeOffset now, CancellationToken ct)
    {
        await Task.Yield();
        lock (gate)
            if (rows.TryGetValue((pool, id), out var row)) row.RevokedAt ??= now;
    }

    async ValueTask<FamilyOfUser?> ReadAsync(PoolId pool, Func<TokenFamily, bool> match)
    {
        await Task.Yield();
        FamilyOfUser? read = null;
        lock (gate)
            foreach (var (key, row) in rows)
                if (key.Item1 == pool && match(row)) read = new(Copy(row), users.GetValueOrDefault(row.UserId));
        if (AfterRead is { } meanwhile)
        {
            AfterRead = null;
            await meanwhile();
        }
        return read;
    }

    static TokenFamily Copy(TokenFamily row) => new()
    {
        PoolId = row.PoolId,
        Id = row.Id,
        ClientId = row.ClientId,
        UserId = row.UserId,
        SessionId = row.SessionId,
        SecurityStamp = row.SecurityStamp,
        Scope = row.Scope,
        Resources = row.Resources,
        ClaimsRequest = row.ClaimsRequest,
        Nonce = row.Nonce,
        Acr = row.Acr,
        Amr = row.Amr,
        AuthTime = row.AuthTime,
        CreatedAt = row.CreatedAt,
        CodeDigest = row.CodeDigest,
        CodeExpiresAt = row.CodeExpiresAt,
        RedirectUri = row.RedirectUri,
        CodeChallenge = row.CodeChallenge,
        CodeTakenAt = row.CodeTakenAt,
        WrongVerifiers = row.WrongVerifiers,
        Generation = row.Generation,
        RotatedAt = row.RotatedAt,
        RefreshExpiresAt = row.RefreshExpiresAt,
        RevokedAt = row.RevokedAt,
        Offline = row.Offline,
    };
}
