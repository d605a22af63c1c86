using System.Text.Json;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Management;
using Xunit;

namespace IdentityServer.Tests.Pools;

/// <summary><c>/v1/keys?userPoolId=</c>: the keys of one's own pools, and of nobody else's.</summary>
public sealed class KeysOverHttpTests : IAsyncLifetime
{
    readonly ManagementApp management = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => management.InitializeAsync();

    public ValueTask DisposeAsync() => management.DisposeAsync();

    [Fact]
    public async Task The_keys_of_a_pool_are_listed_rotated_and_revoked_by_its_organization()
    {
        Realm pool = new(management.App, (await Realm.AddPoolAsync(management.App, organization: management.Organization)).Id);
        var published = (await pool.KeysAsync()).Keys.Select(key => key.Kid).ToHashSet();
        var list = (await management.GetAsync($"/v1/keys?userPoolId={pool.Id}", management.ReadOnly)).Json;
        Assert.True(published.SetEquals(list.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString())));
        Assert.Empty(published.Intersect((await management.GetAsync("/v1/keys", management.ReadOnly)).Json.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString())));

        var kid = published.First()!;
        Assert.Equal(200, (await management.GetAsync($"/v1/keys/{kid}?userPoolId={pool.Id}", management.ReadOnly)).Status);
        Assert.Equal(200, (await management.GetAsync($"/v1/keys/{kid}/readiness?userPoolId={pool.Id}", management.ReadOnly)).Status);
        Assert.Equal(404, (await management.GetAsync($"/v1/keys/{kid}", management.ReadOnly)).Status);

        var rotated = await management.PostAsync($"/v1/keys/rotate?userPoolId={pool.Id}", management.Admin, """{"algorithm":"ES256"}""");
        var successor = rotated.Json.GetProperty("rotations")[0].GetProperty("successor").GetString();
        Assert.Contains(successor, (await pool.KeysAsync()).Keys.Select(key => key.Kid));
        var revoked = await management.PostAsync($"/v1/keys/{successor}/revoke?userPoolId={pool.Id}", management.Admin, """{"reason":"a test"}""");
        Assert.True(revoked.Status == 200, revoked.ToString());
        Assert.DoesNotContain(successor, (await pool.KeysAsync()).Keys.Select(key => key.Kid));
    }

    [Fact]
    public async Task Pools_of_others_and_pools_without_keys_are_not_there()
    {
        var foreign = await Realm.AddPoolAsync(management.App);
        var provided = await Realm.AddPoolAsync(management.App, pool => pool with { Authorization = new() { JwksUri = "https://keys.example/jwks.json" } }, management.Organization);
        foreach (var id in (string[])[foreign.Id.Value, provided.Id.Value, Ids.NewUuid(TimeProvider.System), "default", ""])
        {
            (string Path, string Body)[] writes =
            [
                ("/v1/keys/rotate", """{"algorithm":"ES256"}"""), ("/v1/keys/abc/revoke", """{"reason":"a test"}"""), ("/v1/keys", """{"privateKey":"none"}"""),
            ];
            foreach (var (path, body) in writes) Assert.Equal("user_pool", Kind(await management.PostAsync($"{path}?userPoolId={id}", management.Admin, body)));
            foreach (var path in (string[])["/v1/keys", "/v1/keys/abc", "/v1/keys/abc/readiness"]) Assert.Equal("user_pool", Kind(await management.GetAsync($"{path}?userPoolId={id}", management.ReadOnly)));
        }
        Assert.Empty((await management.App.Service<IKeyStore>().ListAsync(foreign.Id, Ct)).Keys);

        static string Kind(Answer answer) => answer.Status == 404 && answer.Json.GetProperty("detail").GetString()!.Contains("user pool", StringComparison.Ordinal) ? "user_pool" : answer.ToString();
    }

    [Fact]
    public async Task A_policy_of_a_pool_is_its_own()
    {
        var pool = await Realm.AddPoolAsync(management.App, organization: management.Organization);
        var path = $"/v1/keys/policies/ES256?userPoolId={pool.Id}";
        var body = JsonSerializer.SerializeToUtf8Bytes(new { intervalSeconds = 30 * 86400, announceBeforeSeconds = 86400 * 2 });
        Assert.Equal(200, (await management.App.RawAsync(HttpMethod.Put, path, body, $"Bearer {management.Admin}", "application/json")).Status);
        Assert.Equal(30, (await management.App.Service<IKeyStore>().ListAsync(pool.Id, Ct)).Policies.Single().Interval.TotalDays);
        Assert.Empty((await management.App.Service<IKeyStore>().ListAsync(PoolId.Default, Ct)).Policies);
        Assert.Equal(200, (await management.App.RawAsync(HttpMethod.Delete, path, authorization: $"Bearer {management.Admin}")).Status);
        Assert.Empty((await management.App.Service<IKeyStore>().ListAsync(pool.Id, Ct)).Policies);
    }
}
