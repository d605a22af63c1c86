using System.Text.Json;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Keys;
using IdentityServer.Storage;
using IdentityServer.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace IdentityServer.Tests.Keys;

/// <summary>How many tokens die with a key.</summary>
public sealed class TokenCountsTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static string KidOf(string? token)
    {
        using var header = JsonDocument.Parse(Convert.FromBase64String(Pad(token!.Split('.')[0])));
        return header.RootElement.GetProperty("kid").GetString()!;
    }

    static string Pad(string base64Url) => base64Url.Replace('-', '+').Replace('_', '/').PadRight((base64Url.Length + 3) / 4 * 4, '=');

    static async Task<(string, long)[]> LiveAsync(IdpApp app, string kid) =>
        [.. (await app.Service<ITokenCountStore>().LiveAsync(PoolId.Default, kid, app.Clock.Now, Ct)).Select(pair => (pair.Key, pair.Value))];

    [Fact]
    public async Task Tokens_of_every_grant_are_counted_on_all_nodes_until_they_expire()
    {
        await using var first = await IdpApp.StartAsync();
        await using var second = first.Join();
        string kid = "", idKid = "";
        foreach (var node in (IdpApp[])[first, second])
        {
            var tokens = await node.TokensAsync(scope: "openid offline_access");
            await node.RefreshAsync(tokens.RefreshToken);
            await node.FormAsync("/connect/token", TestClients.Service, ("grant_type", "client_credentials"));
            (kid, idKid) = (KidOf(tokens.AccessToken), KidOf(tokens["id_token"]));
            await node.Service<Ledgers>().FlushAsync(Ct);
        }
        Assert.NotEqual(kid, idKid);
        Assert.Equal([("m2m", 2), ("web", 4)], await LiveAsync(first, kid));
        Assert.Equal([("web", 4)], await LiveAsync(first, idKid));

        first.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Empty(await LiveAsync(first, kid));
        Assert.Equal([("web", 4)], await LiveAsync(first, idKid));
        Assert.Equal(2, await first.Service<IPruning>().PruneAsync(first.Clock.Now, Ct));
    }

    [Fact]
    public async Task A_node_stores_what_it_counted_by_itself_and_when_it_stops()
    {
        await using var first = await IdpApp.StartAsync();
        string kid;
        await using (var second = first.Join())
        {
            kid = KidOf((await second.FormAsync("/connect/token", TestClients.Service, ("grant_type", "client_credentials"))).Grants().AccessToken);
        }
        Assert.Equal([("m2m", 1)], await LiveAsync(first, kid));
        await first.FormAsync("/connect/token", TestClients.Service, ("grant_type", "client_credentials"));
        for (var left = 100; left > 0 && await LiveAsync(first, kid) is not [("m2m", 2)]; left--) await Task.Delay(100, Ct);
        Assert.Equal([("m2m", 2)], await LiveAsync(first, kid));
    }

    [Fact]
    public async Task While_the_database_is_away_tokens_are_counted_and_stored_later()
    {
        var store = new Unsteady();
        await using var app = await IdpApp.StartAsync(services: services => services.Replace(ServiceDescriptor.Singleton<ITokenCountStore>(store)));
        store.IsAway = true;
        (await app.FormAsync("/connect/token", TestClients.Service, ("grant_type", "client_credentials"))).Grants();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => app.Service<Ledgers>().FlushAsync(Ct));
        (await app.FormAsync("/connect/token", TestClients.Service, ("grant_type", "client_credentials"))).Grants();
        store.IsAway = false;
        await app.Service<Ledgers>().FlushAsync(Ct);
        Assert.Equal(2, store.Rows.Last().Counts["m2m"]);
        var written = store.Rows.Count;
        await app.Service<Ledgers>().FlushAsync(Ct);
        Assert.Equal(written, store.Rows.Count);
    }

    sealed class Unsteady : ITokenCountStore
    {
        public bool IsAway { get; set; }

        public List<TokenCount> Rows { get; } = [];

        public ValueTask SaveAsync(PoolId pool, IReadOnlyList<TokenCount> rows, CancellationToken ct)
        {
            if (IsAway) throw new StorageUnavailableException();
            Rows.AddRange(rows);
            return default;
        }

        public ValueTask<IReadOnlyDictionary<string, long>> LiveAsync(PoolId pool, string kid, DateTimeOffset now, CancellationToken ct) =>
            new(new Dictionary<string, long>());
    }
}
