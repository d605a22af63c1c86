using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Org;

/// <summary>
/// A self-provided pool whose provider is another product, at its real jwks_uri: what becomes of its tokens when its keys
/// change, when it is away, and when somebody sends nonsense in its name.
/// </summary>
public sealed class SecondIssuerTests : IAsyncLifetime
{
    SecondIssuer issuer = null!;
    OrgApp org = null!;
    string pool = "";
    string client = "";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        issuer = await SecondIssuer.StartAsync(Ct);
        // The other product goes by the real time.
        org = new() { AllowedHosts = [issuer.Authority], Start = TimeProvider.System.GetUtcNow() };
        await org.InitializeAsync();
        pool = await OrgApp.PoolAsync(org.Admin, new { jwksUri = issuer.JwksUri, idClaim = "email", issuer = issuer.Issuer, audience = "shop" });
        client = await OrgApp.ApplicationAsync(org.Admin, pool);
    }

    public async ValueTask DisposeAsync()
    {
        await org.DisposeAsync();
        await issuer.DisposeAsync();
    }

    async Task<string> SaysAsync(string token, OrgCaller? caller = null)
    {
        var answer = await (caller ?? org.Admin).PostAsync("/org/appUserIdToken/verify", new { clientId = client, appUserIdToken = token });
        Assert.True(answer.Status == 200, answer.ToString());
        return answer.Json.GetProperty("active").GetBoolean() ? answer["appUserId"]! : answer["code"]!;
    }

    Task<string> TokenAsync(string sub = "alice") => issuer.TokenAsync(sub, Ct);

    void Wait(int seconds) => org.App.Clock.Advance(TimeSpan.FromSeconds(seconds));

    [Fact]
    public async Task Its_id_token_is_believed_through_its_jwks_uri()
    {
        var answer = await org.Admin.PostAsync("/org/appUserIdToken/verify", new { clientId = client, appUserIdToken = await TokenAsync() });
        Assert.Equal("alice@shop.example", answer["appUserId"]);
        Assert.Equal(pool, answer["userPoolId"]);
        Assert.Equal("alice", answer.Json.GetProperty("claims").GetProperty("sub").GetString());
        var user = await org.Admin.GetAsync($"/org/userPool/{pool}/user/alice@shop.example");
        Assert.Equal(issuer.Issuer, user.Json.GetProperty("linkedIdentities")[0].GetProperty("issuer").GetString());
        Assert.Equal("expired", await SaysLaterAsync(await TokenAsync(), TimeSpan.FromMinutes(62)));
    }

    [Fact]
    public async Task A_new_key_counts_within_30_seconds_and_a_dropped_one_no_longer_than_60()
    {
        var first = await TokenAsync();
        Assert.Equal("alice@shop.example", await SaysAsync(first));

        await issuer.RotateAsync(keep: true, Ct);
        var second = await TokenAsync("bob");
        Assert.Equal("kid_unknown", await SaysAsync(second));
        Wait(30);
        Assert.Equal("bob@shop.example", await SaysAsync(second));
        Assert.Equal("alice@shop.example", await SaysAsync(first));

        await issuer.RotateAsync(keep: false, Ct);
        var third = await TokenAsync("carol");
        Wait(30);
        Assert.Equal("carol@shop.example", await SaysAsync(third));
        foreach (var dropped in (string[])[first, second]) Assert.Equal("kid_unknown", await SaysAsync(dropped));
    }

    /// <summary>Nobody sends a new kid, so that nothing but the time makes us look.</summary>
    [Fact]
    public async Task A_dropped_key_is_refused_after_60_seconds_without_a_new_token()
    {
        var first = await TokenAsync();
        Assert.Equal("alice@shop.example", await SaysAsync(first));
        await issuer.RotateAsync(keep: false, Ct);
        Wait(60);
        Assert.Equal("kid_unknown", await SaysAsync(first));
    }

    [Fact]
    public async Task A_disabled_pool_is_refused_at_once_here_and_within_a_second_on_another_node()
    {
        await using var second = org.App.Join();
        var there = org.Admin with { App = second };
        var token = await TokenAsync();
        foreach (var node in (OrgCaller[])[org.Admin, there]) Assert.Equal("alice@shop.example", await SaysAsync(token, node));

        Assert.Equal(200, (await org.Admin.PatchAsync($"/org/userPool/{pool}", new { disabled = true })).Status);
        Assert.Equal("pool_disabled", await SaysAsync(token));
        await UntilAsync(async () => await SaysAsync(token, there) == "pool_disabled");
        Assert.Equal(200, (await there.PatchAsync($"/org/userPool/{pool}", new { disabled = false })).Status);
        Assert.Equal("alice@shop.example", await SaysAsync(token, there));
        await UntilAsync(async () => await SaysAsync(token) == "alice@shop.example");
    }

    [Fact]
    public async Task While_it_is_away_its_tokens_go_on_and_unknown_keys_are_refused()
    {
        var token = await TokenAsync();
        Assert.Equal("alice@shop.example", await SaysAsync(token));
        await issuer.RotateAsync(keep: true, Ct);
        var unseen = await TokenAsync("bob");
        await issuer.KillAsync();
        foreach (var seconds in (int[])[0, 30, 60, 600])
        {
            Wait(seconds);
            Assert.Equal("alice@shop.example", await SaysAsync(token));
            Assert.Equal("kid_unknown", await SaysAsync(unseen));
        }
        var why = await org.Admin.PostAsync("/org/appUserIdToken/explain", new { clientId = client, appUserIdToken = unseen });
        Assert.Equal("kid_unknown", why["code"]);
        Assert.Contains("No connection", why["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_random_kids_cause_one_fetch_in_30_seconds()
    {
        var token = await TokenAsync();
        Assert.Equal("alice@shop.example", await SaysAsync(token));
        var rest = token[token.IndexOf('.', StringComparison.Ordinal)..];
        for (var round = 0; round < 3; round++)
        {
            var before = await issuer.JwksRequestsAsync(Ct);
            await Parallel.ForEachAsync(Enumerable.Range(0, 1000), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Ct }, async (_, _) =>
            {
                var header = Encoding.UTF8.GetBytes($$"""{"alg":"RS256","kid":"{{Guid.CreateVersion7()}}"}""");
                Assert.Equal("kid_unknown", await SaysAsync(Base64Url.EncodeToString(header) + rest));
            });
            Assert.InRange(await issuer.JwksRequestsAsync(Ct) - before, 0, 1);
            Assert.Equal("alice@shop.example", await SaysAsync(token));
            Wait(30);
        }
    }

    async Task<string> SaysLaterAsync(string token, TimeSpan later)
    {
        org.App.Clock.Advance(later);
        return await SaysAsync(token);
    }

    /// <summary>The promise is a second; a machine that tests something else beside gets a little more.</summary>
    static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(3), "Nothing was heard of it.");
            await Task.Delay(50, Ct);
        }
    }
}
