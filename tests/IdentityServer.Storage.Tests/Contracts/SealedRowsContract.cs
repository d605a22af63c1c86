using System.Xml.Linq;
using IdentityServer.Domain.Keys;
using IdentityServer.Storage.Tests.Fixture;
using Microsoft.AspNetCore.DataProtection.Repositories;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

/// <summary>Everything that is sealed, and sealing it anew. Others use the same database: a test changes rows of its own alone.</summary>
public abstract class SealedRowsContract(IDatabaseSource source)
{
    readonly ISealedRows rows = source.Shared.Get<ISealedRows>();
    readonly IKeyStore keys = source.Shared.Get<IKeyStore>();
    readonly IXmlRepository ring = source.Shared.Get<IXmlRepository>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;
    readonly PoolId pool = new("sealed-" + NewId()[..13]);

    /// <summary>Names this test's rows.</summary>
    readonly string mark = NewId()[19..];

    async Task<SigningKey> AddKeyAsync()
    {
        var key = SigningKey(pool, "ES256", "kid-" + mark);
        return await keys.ChangeAsync(pool, (change, _) =>
        {
            change.Add(key);
            return key;
        }, ct);
    }

    XElement Element() => new("key", new XAttribute("id", mark), new XElement("secret", new XElement("sealed", new XAttribute("by", "old-" + mark), "AQID")),
        new XElement("other", new XElement("sealed", new XAttribute("by", "old-" + mark), "BAUG")), new XElement("sealed", "no"));

    async Task<List<SealedRow>> MineAsync() =>
        [.. (await rows.ListAsync(ct)).Where(row => row.Pool == pool || row.Name.EndsWith(mark, StringComparison.Ordinal) || row.SealedBy.EndsWith(mark, StringComparison.Ordinal))];

    [Fact]
    public async Task All_kinds_are_listed_and_sealed_anew_in_one_go()
    {
        await AddKeyAsync();
        await keys.AddSecretAsync(new() { Name = "secret-" + mark, Sealed = [7, 8], SealedBy = "old-" + mark, CreatedAt = Now }, ct);
        ring.StoreElement(Element(), "key-" + mark);
        var mine = await MineAsync();
        Assert.Equal([SealedKind.SigningKey, SealedKind.Secret, SealedKind.DataProtection, SealedKind.DataProtection], mine.Select(row => row.Kind));
        Assert.Equal([0, 0, 0, 1], mine.Select(row => row.Part));
        Assert.Equal([[1, 2, 3], [7, 8], [1, 2, 3], [4, 5, 6]], mine.Select(row => row.Sealed));
        Assert.Equal([SealedPlace.OfSigningKey(pool, "kid-" + mark), SealedPlace.OfSecret("secret-" + mark), SealedPlace.DataProtection, SealedPlace.DataProtection], mine.Select(row => row.Place));

        var before = await keys.StampAsync(ct);
        var names = mine.Select(row => row.Name).ToHashSet();
        Assert.Equal(4, await rows.ResealAsync(stored => [.. stored.Where(row => names.Contains(row.Name)).Select(row => new ResealedRow(row, "new-" + mark, [9, .. row.Sealed!]))], ct));
        Assert.True(await keys.StampAsync(ct) > before);

        Assert.All(await MineAsync(), row => Assert.Equal(("new-" + mark, 9), (row.SealedBy, row.Sealed![0])));
        var key = Assert.Single((await keys.ListAsync(pool, ct)).Keys);
        Assert.Equal("new-" + mark, key.SealedBy);
        Assert.Equal([9, 1, 2, 3], key.SealedPrivateKey);
        Assert.Equal([9, 7, 8], (await keys.FindSecretAsync("secret-" + mark, ct))!.Sealed);
        var element = ring.GetAllElements().Single(one => (string?)one.Attribute("id") == mark);
        Assert.Equal(Element().ToString().Replace("old-", "new-", StringComparison.Ordinal).Replace("AQID", "CQECAw==", StringComparison.Ordinal).Replace("BAUG", "CQQFBg==", StringComparison.Ordinal), element.ToString());
    }

    [Fact]
    public async Task A_destroyed_private_half_is_not_there_and_never_comes_back()
    {
        await AddKeyAsync();
        var seen = Assert.Single(await MineAsync());
        await keys.ChangeAsync(pool, (change, _) =>
        {
            KeyChange.Retire(change.Keys[0], Now);
            return true;
        }, ct);
        Assert.Empty(await MineAsync());
        // Even for one who says what he saw before.
        Assert.Equal(0, await rows.ResealAsync(_ => [new(seen, "new-" + mark, [9])], ct));
        Assert.Null(Assert.Single((await keys.ListAsync(pool, ct)).Keys).SealedPrivateKey);
    }

    [Fact]
    public async Task A_value_that_is_not_the_one_that_was_seen_stays()
    {
        await AddKeyAsync();
        await keys.AddSecretAsync(new() { Name = "secret-" + mark, Sealed = [7, 8], SealedBy = "old-" + mark, CreatedAt = Now }, ct);
        var mine = await MineAsync();
        Assert.Equal(0, await rows.ResealAsync(_ => [.. mine.Select(row => new ResealedRow(row with { Sealed = [0] }, "new-" + mark, [9]))], ct));
        Assert.Equal(mine.Select(row => row.SealedBy), (await MineAsync()).Select(row => row.SealedBy));
    }

    [Fact]
    public async Task What_fails_in_the_middle_leaves_everything_as_it_was()
    {
        await AddKeyAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => rows.ResealAsync(_ => throw new InvalidOperationException(), ct).AsTask());
        var mine = Assert.Single(await MineAsync());
        // The first is written, the second is of no row that exists.
        SealedRow nowhere = new(SealedKind.DataProtection, null, "nowhere", 0, "x", [1]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => rows.ResealAsync(_ => [new(mine, "new-" + mark, [9]), new(nowhere, "x", [9])], ct).AsTask());
        Assert.Equal("kek", Assert.Single(await MineAsync()).SealedBy);
    }

    [Fact]
    public async Task An_element_that_cannot_be_read_is_listed_as_such()
    {
        ring.StoreElement(new XElement("key", new XElement("sealed", new XAttribute("by", "old-" + mark), "not base64!")), "key-" + mark);
        Assert.Null(Assert.Single(await MineAsync()).Sealed);
    }

    [Fact]
    public async Task It_waits_its_turn_with_every_other_change_of_keys()
    {
        var key = await AddKeyAsync();
        await Task.WhenAll(
            Task.Run(async () =>
            {
                for (var i = 0; i < 20; i++)
                    await rows.ResealAsync(stored => [.. stored.Where(row => row.Pool == pool).Select(row => new ResealedRow(row, "new-" + mark, [.. row.Sealed!, 9]))], ct);
            }, ct),
            Task.Run(async () =>
            {
                for (var i = 0; i < 20; i++)
                {
                    await keys.ChangeAsync(pool, (change, _) =>
                    {
                        if (i == 10) KeyChange.Retire(change.Find(key.Kid)!, Now);
                        else change.Find(key.Kid)!.SignedUntil = Now.AddSeconds(i);
                        return true;
                    }, ct);
                }
            }, ct));
        var stored = Assert.Single((await keys.ListAsync(pool, ct)).Keys);
        Assert.Equal((null, Now.AddSeconds(19)), (stored.SealedPrivateKey, stored.SignedUntil));
    }
}
