using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

/// <summary>Signing keys and rotation policies.</summary>
public abstract class KeyStoreContract(IDatabaseSource source)
{
    readonly IKeyStore keys = source.Shared.Get<IKeyStore>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;
    readonly PoolId pool = new("keys-" + NewId()[..13]);

    ValueTask<T> ChangeAsync<T>(Func<KeyChange, T> change) => keys.ChangeAsync(pool, (hands, _) => change(hands), ct);

    [Fact]
    public async Task Keys_are_kept_as_they_were_given()
    {
        var key = SigningKey(pool, "ES256");
        await ChangeAsync(change =>
        {
            change.Add(SigningKey(pool, "RS256"));
            change.Add(key);
            change.Activate(key, Now);
            change.Add(SigningKey(pool, "ES256"));
            return 0;
        });
        var stored = (await keys.ListAsync(pool, ct)).Keys;
        Assert.Equal([("ES256", 1), ("ES256", 2), ("RS256", 1)], stored.Select(row => (row.Algorithm, row.Generation)));
        Assert.Equivalent(key, stored[0], strict: true);
        Assert.Equal((Now, KeyState.Active, Now + KeyTimes.LongestLifetime + KeyTimes.Lease), (stored[0].ActivatedAt, stored[0].State, stored[0].SignedUntil));
        Assert.Empty((await keys.ListAsync(new(pool + "x"), ct)).Keys);
    }

    [Fact]
    public async Task A_change_writes_what_it_does_to_the_keys_and_raises_the_stamp()
    {
        var key = SigningKey(pool, "ES256");
        await ChangeAsync(change =>
        {
            change.Add(key);
            return 0;
        });
        var before = await keys.StampAsync(ct);
        Assert.True(await ChangeAsync(change =>
        {
            KeyChange.Revoke(change.Find(key.Kid)!, "the laptop is gone", Now);
            return true;
        }));
        Assert.True(await keys.StampAsync(ct) > before);
        var stored = Assert.Single((await keys.ListAsync(pool, ct)).Keys);
        Assert.Equal((KeyState.Revoked, "the laptop is gone"), (stored.State, stored.RevokedReason));
        Assert.Null(stored.SealedPrivateKey);

        await ChangeAsync(change => change.Apply(new(RotationAction.Forget, "ES256", key.Kid), null, Now));
        Assert.Empty((await keys.ListAsync(pool, ct)).Keys);
    }

    [Fact]
    public async Task Every_change_says_whose_keys_it_was()
    {
        await OfThisPoolAsync(() => ChangeAsync(_ => 0).AsTask());
        await OfThisPoolAsync(() => keys.SavePolicyAsync(Policy(pool), Record(null), ct).AsTask());
        await OfThisPoolAsync(() => keys.RemovePolicyAsync(pool, "ES256", Record(null), ct).AsTask());
        // What was sealed anew may be anybody's.
        await OfThisPoolAsync(() => source.Shared.Get<ISealedRows>().ResealAsync(_ => [], ct).AsTask());

        async Task OfThisPoolAsync(Func<Task> change)
        {
            var before = await keys.StampAsync(ct);
            await change();
            Assert.Contains(pool, await keys.ChangedSinceAsync(before, ct));
            Assert.Empty(await keys.ChangedSinceAsync(long.MaxValue, ct));
        }
    }

    [Fact]
    public async Task The_longest_lifetime_is_the_pools_and_who_changes_keys_knows_it()
    {
        var (organization, pools) = (NewId(), source.Shared.Get<IUserPoolStore>());
        await source.Shared.Get<IOrganizationStore>().AddAsync(new() { Id = organization, Name = organization, CreatedAt = Now }, null, Record(organization), ct);
        UserPool hosted = new() { Id = new(NewId()), OrganizationId = organization, Name = "pool", CreatedAt = Now, Version = "1" };
        Assert.True(await pools.AddAsync(hosted, Record(organization), ct));
        Assert.Equal(KeyTimes.LongestLifetime, (await keys.ListAsync(pool, ct)).LongestLifetime);
        Assert.Equal(AppUserIdTokenTimes.Longest, await LongestAsync());

        var before = await keys.StampAsync(ct);
        Assert.Equal(Outcome.Done, await pools.SaveAsync(hosted with { CompatibleLifetime = true, Version = "2" }, "1", Record(organization), ct));
        Assert.Contains(hosted.Id, await keys.ChangedSinceAsync(before, ct));
        Assert.Equal(AppUserIdTokenTimes.Compatible, await LongestAsync());

        async Task<TimeSpan> LongestAsync()
        {
            var key = SigningKey(hosted.Id, "ES256");
            await keys.ChangeAsync(hosted.Id, (change, _) =>
            {
                change.Add(key);
                change.Activate(key, Now);
                return 0;
            }, ct);
            var stored = await keys.ListAsync(hosted.Id, ct);
            Assert.Equal(Now + stored.LongestLifetime + KeyTimes.Lease, stored.Keys.Single(row => row.Kid == key.Kid).SignedUntil);
            return stored.LongestLifetime;
        }
    }

    [Fact]
    public async Task A_change_that_fails_leaves_nothing()
    {
        var before = await keys.StampAsync(ct);
        await Assert.ThrowsAsync<InvalidOperationException>(() => ChangeAsync<int>(change =>
        {
            change.Add(SigningKey(pool, "ES256"));
            throw new InvalidOperationException();
        }).AsTask());
        Assert.Empty((await keys.ListAsync(pool, ct)).Keys);
        // Others use the same database; what matters is that a stamp seen is a change that stands.
        Assert.True(await keys.StampAsync(ct) >= before);
    }

    [Fact]
    public async Task Two_pools_may_use_one_name_for_their_keys()
    {
        PoolId other = new(pool + "-2");
        foreach (var owner in (PoolId[])[pool, other])
            await keys.ChangeAsync(owner, (change, _) =>
            {
                change.Add(SigningKey(owner, "ES256", "theirs"));
                return 0;
            }, ct);
        Assert.Single((await keys.ListAsync(pool, ct)).Keys);
        Assert.Single((await keys.ListAsync(other, ct)).Keys);
    }

    [Fact]
    public async Task A_policy_is_saved_replaced_and_removed()
    {
        await keys.SavePolicyAsync(Policy(pool), Record(null), ct);
        await keys.SavePolicyAsync(Policy(pool, days: 60), Record(null), ct);
        var stored = Assert.Single((await keys.ListAsync(pool, ct)).Policies);
        Assert.Equivalent(Policy(pool, days: 60), stored, strict: true);
        Assert.Equal(60, await keys.ChangeAsync(pool, (_, own) => own.Single().Interval.Days, ct));

        var before = await keys.StampAsync(ct);
        var target = NewId();
        await keys.RemovePolicyAsync(pool, "ES256", Record(null, target), ct);
        Assert.Empty((await keys.ListAsync(pool, ct)).Policies);
        Assert.True(await keys.StampAsync(ct) > before);
        Assert.Contains(await source.Shared.Get<IAuditLog>().ListAllAsync(null, 200, ct), record => record.Target == target);
    }

    [Fact]
    public async Task The_line_in_the_audit_log_stands_or_falls_with_the_change()
    {
        var (log, kept, lost) = (source.Shared.Get<IAuditLog>(), NewId(), NewId());
        await ChangeAsync(change =>
        {
            change.Records.Add(Record(null, kept));
            return 0;
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => ChangeAsync<int>(change =>
        {
            change.Records.Add(Record(null, lost));
            throw new InvalidOperationException();
        }).AsTask());
        var targets = (await log.ListAllAsync(null, 200, ct)).Select(record => record.Target).ToList();
        Assert.Contains(kept, targets);
        Assert.DoesNotContain(lost, targets);
    }
}
