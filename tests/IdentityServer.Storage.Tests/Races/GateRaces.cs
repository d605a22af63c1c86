using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Tokens;
using IdentityServer.Domain.Users;
using IdentityServer.Storage.Tests.Fixture;
using IdentityServer.Storage.Tests.PostgreSql;
using IdentityServer.Storage.Tests.Sqlite;
using static IdentityServer.Storage.Tests.Fixture.OrganizationRows;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Races;

/// <summary>Every gate: fifty callers, one winner, twenty times.</summary>
public abstract class GateRaces(IDatabaseSource source)
{
    readonly ITokenFamilyStore families = source.Shared.Get<ITokenFamilyStore>();
    readonly ISessionStore sessions = source.Shared.Get<ISessionStore>();
    readonly IUserStore users = source.Shared.Get<IUserStore>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    async Task<TokenFamily> FamilyAsync()
    {
        var family = Family(User());
        await families.AddAsync(family, ct);
        return family;
    }

    async Task<Session> SessionAsync()
    {
        var user = User();
        Assert.True(await users.AddAsync(user, ct));
        var session = Session(user);
        await sessions.AddAsync(session, ct);
        return session;
    }

    [Fact]
    public Task A_code_is_taken_by_one() => Race.OneWinnerEachRoundAsync(async () =>
    {
        var family = await FamilyAsync();
        return _ => families.TakeCodeAsync(Pool, family.Id, Now, Now.AddDays(1), ct);
    });

    [Fact]
    public Task A_line_is_rotated_by_one() => Race.OneWinnerEachRoundAsync(async () =>
    {
        var family = await FamilyAsync();
        await families.TakeCodeAsync(Pool, family.Id, Now, Now.AddDays(1), ct);
        return _ => families.RotateAsync(Pool, family.Id, 1, Now, ct);
    });

    [Fact]
    public Task What_counts_once_is_taken_by_one() => Race.OneWinnerEachRoundAsync(() =>
    {
        var digest = NewDigest();
        return Task.FromResult<Func<int, ValueTask<bool>>>(_ => source.Shared.Get<ISpentTokenStore>().TakeAsync(Pool, digest, Now, ct));
    });

    [Fact]
    public Task An_identity_becomes_one_user() => Race.OneWinnerEachRoundAsync(async () =>
    {
        var connection = Connection(await source.Shared.OrganizationAsync());
        var subject = NewId();
        return _ =>
        {
            var user = User();
            return source.Shared.Get<IUpstreamIdentityStore>().AddWithUserAsync(user, Identity(connection, user, subject), Record(null), ct);
        };
    });

    [Fact]
    public Task A_transaction_is_taken_by_one() => Race.OneWinnerEachRoundAsync(async () =>
    {
        var transaction = Transaction();
        var transactions = source.Shared.Get<IAuthorizeTransactionStore>();
        await transactions.AddAsync(transaction, ct);
        return _ => transactions.TakeAsync(Pool, transaction.Digest, Now, ct);
    });

    [Fact]
    public Task A_session_is_ended_by_one() => Race.OneWinnerEachRoundAsync(async () =>
    {
        var session = await SessionAsync();
        return _ => sessions.EndAsync(Pool, session.Id, Now, ct);
    });

    [Fact]
    public Task A_session_is_renewed_by_one() => Race.OneWinnerEachRoundAsync(async () =>
    {
        var session = await SessionAsync();
        return _ => sessions.RenewAsync(new()
        {
            PoolId = Pool,
            Id = session.Id,
            Digest = NewDigest(),
            UserId = session.UserId,
            SecurityStamp = session.SecurityStamp,
            AuthTime = Now,
            Amr = "pwd",
            CreatedAt = Now,
            LastSeenAt = Now,
            ExpiresAt = Now.AddDays(1),
        }, session.Digest, ct);
    });

    [Fact]
    public Task A_client_is_removed_by_one() => Race.OneWinnerEachRoundAsync(async () =>
    {
        var client = Client();
        var clients = source.Shared.Get<IClientStore>();
        await clients.SaveAsync(client, ct);
        return _ => clients.RemoveAsync(Pool, client.Id, Now, ct);
    });

    [Fact]
    public Task A_step_of_rotation_is_taken_by_one()
    {
        PoolId pool = new("race-" + NewId()[..8]);
        var round = 0;
        return Race.OneWinnerEachRoundAsync(() =>
        {
            var next = ++round;
            return Task.FromResult<Func<int, ValueTask<bool>>>(_ => source.Shared.Get<IKeyStore>().ChangeAsync(pool, (change, _) =>
            {
                if (change.Keys.Count == next) return false;
                change.Add(SigningKey(pool, "ES256"));
                return true;
            }, ct));
        });
    }

    [Fact]
    public Task A_secret_is_made_by_one() => Race.OneWinnerEachRoundAsync(() =>
    {
        var name = NewId();
        return Task.FromResult<Func<int, ValueTask<bool>>>(i =>
            source.Shared.Get<IKeyStore>().AddSecretAsync(new() { Name = name, Sealed = [(byte)i], SealedBy = "kek", CreatedAt = Now }, ct));
    });

    [Fact]
    public Task A_username_goes_to_one() => Race.OneWinnerEachRoundAsync(() =>
    {
        var name = NewId();
        return Task.FromResult<Func<int, ValueTask<bool>>>(_ => users.AddAsync(User(name), ct));
    });

    [Fact]
    public Task A_user_is_saved_by_one_of_those_who_read_it() => Race.OneWinnerEachRoundAsync(async () =>
    {
        var user = User();
        Assert.True(await users.AddAsync(user, ct));
        return async _ =>
        {
            var mine = User(user.Username, id: user.Id.Value);
            mine.ConcurrencyStamp = user.ConcurrencyStamp;
            return await users.SaveAsync(mine, ct);
        };
    });

    [Fact]
    public Task An_organizations_name_goes_to_one() => Race.OneWinnerEachRoundAsync(() =>
    {
        var name = NewId();
        return Task.FromResult<Func<int, ValueTask<bool>>>(_ =>
            source.Shared.Get<IOrganizationStore>().AddAsync(new() { Id = NewId(), Name = name, CreatedAt = Now }, null, Record(null), ct));
    });

    /// <summary>Either order is right; what must not be is a code taken after its family was revoked, or a line that lives on.</summary>
    [Fact]
    public async Task Taking_a_code_against_revoking_its_family_leaves_nothing_that_rotates()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var family = await FamilyAsync();
            var taken = 0;
            await Race.WinnersAsync(async i =>
            {
                if (i % 2 == 0)
                {
                    await families.RevokeAsync(Pool, family.Id, Now, ct);
                    Assert.False(await families.TakeCodeAsync(Pool, family.Id, Now, Now.AddDays(1), ct));
                }
                else if (await families.TakeCodeAsync(Pool, family.Id, Now, Now.AddDays(1), ct)) Interlocked.Increment(ref taken);
                return false;
            });
            Assert.InRange(taken, 0, 1);
            Assert.False(await families.RotateAsync(Pool, family.Id, 1, Now, ct));
            var read = (await families.FindAsync(Pool, family.Id, ct))!.Family;
            Assert.NotNull(read.RevokedAt);
            Assert.Equal(taken == 1, read.CodeTakenAt is not null);
        }
    }
}

public sealed class SqliteGateRaces(SqliteSource source) : GateRaces(source);

public sealed class PostgreSqlGateRaces(PostgreSqlSource source) : GateRaces(source);
