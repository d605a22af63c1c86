using System.Diagnostics;
using System.Security.Cryptography;
using IdentityServer.Testing;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Operations;

/// <summary>The database goes and comes back; the node stays, says so, and recovers by itself. F06, S063.</summary>
[Collection(Alone.Name)]
public sealed class DatabaseOutageTests(PostgresCluster postgres)
{
    static readonly TimeSpan Quick = TimeSpan.FromSeconds(2);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_that_goes_away_and_returns_needs_no_restart()
    {
        var wire = await WireAsync();
        await using var _ = wire.Proxy;
        wire.Proxy.Mend();
        await using var idp = await Deployment.StartAsync(Ct, settings: wire.Settings);
        using var browser = idp.NewBrowser();
        var atClient = await browser.AuthorizeAsync(AuthorizeUrl(TestClients.Web, ("scope", "openid offline_access")));
        var tokens = await idp.Caller.RedeemAsync(atClient["code"], Ct);
        Assert.True(tokens.Status == 200, tokens.ToString());
        var jwks = (await idp.Caller.GetAsync("/.well-known/jwks.json", Ct)).Body;

        for (var outage = 0; outage < 2; outage++)
        {
            wire.Proxy.Cut();
            await AssertUnavailableAsync(idp, () => idp.Caller.RefreshAsync(tokens.RefreshToken, Ct));
            await AssertUnavailableAsync(idp, () => idp.Caller.RedeemAsync(atClient["code"], Ct));
            Assert.Equal(jwks, (await idp.Caller.GetAsync("/.well-known/jwks.json", Ct)).Body);
            var page = await browser.GetAsync(AuthorizeUrl(), Ct);
            Assert.True((int)page.Status == 503, page.ToString());
            Assert.Equal(503, (int)(await browser.GetAsync("/", Ct)).Status);
            // It is in memory, and nobody asks who is looking.
            Assert.Equal(200, (int)(await browser.GetAsync("/keys", Ct)).Status);
            Assert.Equal(200, (int)(await browser.GetAsync("/health/live", Ct)).Status);
            await ReadyAsync(idp, 503, TimeSpan.FromSeconds(10));
            Assert.Equal(200, (await idp.Caller.GetAsync("/health/live", Ct)).Status);
            // All that wait at once: nobody queues behind a connection attempt.
            var crowd = Stopwatch.StartNew();
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => idp.Caller.RefreshAsync(tokens.RefreshToken, Ct)));
            Assert.All(answers, answer => Assert.Equal(503, answer.Status));
            Assert.True(crowd.Elapsed < 2 * Quick, $"{crowd.Elapsed}");

            wire.Proxy.Mend();
            await ReadyAsync(idp, 200, TimeSpan.FromSeconds(10));
            tokens = await idp.Caller.RefreshAsync(tokens.RefreshToken, Ct);
            Assert.True(tokens.Status == 200, tokens.ToString());
        }

        Assert.False(idp.Process.HasExited);
    }

    [Fact]
    public async Task A_node_that_starts_before_its_database_waits_for_it()
    {
        var wire = await WireAsync();
        await using var _ = wire.Proxy;
        await using var idp = await Deployment.PrepareAsync(Ct, settings: wire.Settings);
        await idp.LaunchAsync(new Dictionary<string, string>());
        await LiveAsync(idp);

        var ready = await idp.Caller.GetAsync("/health/ready", Ct);
        Assert.Equal(503, ready.Status);
        Assert.Contains("database", ready["problem"], StringComparison.Ordinal);
        Assert.Equal(503, (await idp.Caller.GetAsync("/.well-known/jwks.json", Ct)).Status);
        await AssertUnavailableAsync(idp, () => idp.Caller.ClientCredentialsAsync(Ct));

        wire.Proxy.Mend();
        await ReadyAsync(idp, 200, TimeSpan.FromSeconds(20));
        Assert.Equal(200, (await idp.Caller.ClientCredentialsAsync(Ct)).Status);
    }

    static async Task AssertUnavailableAsync(Deployment idp, Func<Task<Answer>> call)
    {
        // The connections that were pooled die with the first use; from then on the answer has to come at once.
        var answer = await call();
        var watch = Stopwatch.StartNew();
        answer = answer.Status == 503 ? await call() : answer;
        Assert.True(answer.Status == 503, answer.ToString());
        Assert.Equal("temporarily_unavailable", answer["error"]);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.True(watch.Elapsed < Quick, $"{watch.Elapsed}");
        Assert.Equal(200, (await idp.Caller.GetAsync("/.well-known/openid-configuration", Ct)).Status);
    }

    async Task<(TcpProxy Proxy, Dictionary<string, string> Settings)> WireAsync()
    {
        var database = await postgres.CreateDatabaseAsync(Ct);
        var port = Repository.FreePort();
        return (new TcpProxy(port, postgres.Port), new()
        {
            ["Idp:Database:Provider"] = "PostgreSql",
            ["Idp:Database:ConnectionString"] = database.Replace($"Port={postgres.Port}", $"Port={port}", StringComparison.Ordinal),
            ["Idp:Database:MigrateOnStart"] = "true",
            ["Idp:Keys:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        });
    }

    static async Task ReadyAsync(Deployment idp, int status, TimeSpan within)
    {
        var watch = Stopwatch.StartNew();
        Answer answer;
        while ((answer = await idp.Caller.GetAsync("/health/ready", Ct)).Status != status)
        {
            Assert.True(watch.Elapsed < within, $"After {within} still {answer}\n{string.Join('\n', idp.Process.Output)}");
            await Task.Delay(100, Ct);
        }
    }

    static async Task LiveAsync(Deployment idp)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            try
            {
                if ((await idp.Caller.GetAsync("/health/live", Ct)).Status == 200)
                    return;
            }
            catch (HttpRequestException)
            {
                Assert.False(idp.Process.HasExited, string.Join('\n', idp.Process.Output));
            }

            await Task.Delay(50, Ct);
        }

        Assert.Fail(string.Join('\n', idp.Process.Output));
    }
}
