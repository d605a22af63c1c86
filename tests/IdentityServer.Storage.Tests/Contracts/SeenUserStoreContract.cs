using IdentityServer.Domain.Pools;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

public abstract class SeenUserStoreContract(IDatabaseSource source)
{
    readonly ISeenUserStore seen = source.Shared.Get<ISeenUserStore>();
    readonly PoolId pool = new(NewId());
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_time_stays_and_the_last_moves_forward_only()
    {
        Assert.Null(await seen.FindAsync(pool, "u", ct));
        await seen.NoteAsync(pool, "u", "https://a.test", Now, ct);
        await seen.NoteAsync(pool, "u", "https://b.test", Now.AddMinutes(2), ct);
        await seen.NoteAsync(pool, "u", "https://late.test", Now.AddMinutes(1), ct);
        var user = await seen.FindAsync(pool, "u", ct);
        Assert.Equivalent(new SeenUser { PoolId = pool, AppUserId = "u", FirstSeenAt = Now, LastSeenAt = Now.AddMinutes(2), Issuer = "https://b.test" }, user, strict: true);
        Assert.Null(await seen.FindAsync(new(NewId()), "u", ct));
        await seen.NoteAsync(pool, "u", null, Now.AddMinutes(3), ct);
        Assert.Null((await seen.FindAsync(pool, "u", ct))!.Issuer);
    }

    [Fact]
    public async Task Many_notes_at_once_on_two_nodes_make_one_user()
    {
        var connectionString = await source.EmptyAsync();
        await using var one = new Node(source.Provider, connectionString);
        await using var two = new Node(source.Provider, connectionString);
        await one.Get<IDatabase>().MigrateAsync(ct);
        for (var round = 0; round < 5; round++)
        {
            var id = $"u{round}";
            await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(async () =>
                await (i % 2 == 0 ? one : two).Get<ISeenUserStore>().NoteAsync(pool, id, $"https://{i}.test", Now.AddSeconds(i), ct))));
            var user = await two.Get<ISeenUserStore>().FindAsync(pool, id, ct);
            Assert.Equal((Now.AddSeconds(29), "https://29.test"), (user!.LastSeenAt, user.Issuer));
            Assert.InRange(user.FirstSeenAt, Now, Now.AddSeconds(29));
        }
        Assert.Equal(5, (await one.Get<ISeenUserStore>().ListAsync(pool, null, 10, ct)).Count);
    }

    [Fact]
    public async Task Ids_are_text_of_strangers_and_compared_byte_for_byte()
    {
        string[] odd = ["a", "A", "\u00e4", "a\u0308", "1|2/3?x=%41", "' OR 1=1 --", "\u200b", "\U0001F600", "\n", new('x', 255)];
        foreach (var id in odd) await seen.NoteAsync(pool, id, null, Now, ct);
        foreach (var id in odd) Assert.Equal(id, (await seen.FindAsync(pool, id, ct))?.AppUserId);
        Assert.Equal(odd.Length, (await seen.ListAsync(pool, null, 100, ct)).Count);

        // What no database holds is not noted, and nobody is the worse for it.
        foreach (var id in new[] { "a\0b", "\ud800", new('x', 256) })
        {
            await seen.NoteAsync(pool, id, null, Now, ct);
            Assert.Null(await seen.FindAsync(pool, id, ct));
        }
        foreach (var issuer in new[] { "a\0b", "\ud800", new('x', 3000) })
        {
            await seen.NoteAsync(pool, "issued", issuer, Now, ct);
            Assert.Null((await seen.FindAsync(pool, "issued", ct))!.Issuer);
        }
    }

    [Fact]
    public async Task A_pool_pages_through_its_users_in_the_order_of_their_ids()
    {
        foreach (var id in new[] { "b", "a", "C", "d" }) await seen.NoteAsync(pool, id, null, Now, ct);
        await seen.NoteAsync(new(NewId()), "aa", null, Now, ct);
        Assert.Equal(["C", "a", "b", "d"], (await seen.ListAsync(pool, null, 10, ct)).Select(user => user.AppUserId));
        Assert.Equal(["a", "b"], (await seen.ListAsync(pool, "C", 2, ct)).Select(user => user.AppUserId));
        Assert.Empty(await seen.ListAsync(pool, "d", 2, ct));
        Assert.Empty(await seen.ListAsync(pool, "a\0", 2, ct));
    }
}
