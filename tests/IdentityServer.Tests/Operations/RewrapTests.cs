using System.Security.Cryptography;
using IdentityServer.Testing;
using IdentityServer.Tests.Cli;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Operations;

/// <summary>The master key changes while the server serves, and whoever has the wrong one afterwards says so and makes nothing.</summary>
public sealed class RewrapTests(PostgresCluster cluster)
{
    const string SealedUnder = "SELECT SealedBy FROM SigningKeys WHERE SealedPrivateKey IS NOT NULL UNION SELECT SealedBy FROM SealedSecrets";
    const string Counts = "SELECT (SELECT count(*) FROM SigningKeys) || ' ' || (SELECT count(*) FROM SealedSecrets) || ' ' || (SELECT count(*) FROM DataProtectionKeys)";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public async Task A_running_server_goes_on_through_a_change_of_its_master_key()
    {
        await using var idp = await Deployment.StartAsync(Ct);
        await using Shell shell = new(idp.Folder);
        using var browser = idp.NewBrowser();
        var tokens = await idp.Caller.RedeemAsync((await browser.AuthorizeAsync(AuthorizeUrl(TestClients.Web, ("scope", "openid offline_access"))))["code"], Ct);
        var jwks = (await idp.Caller.GetAsync("/.well-known/jwks.json", Ct)).Body;
        var oldFile = await File.ReadAllTextAsync(shell.MasterKey, Ct);
        var before = await SqliteDatabase.QueryAsync(idp.DatabaseFile, SealedUnder, Ct);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var load = PollAsync(idp, stop.Token);
        var said = await shell.DoAsync("keys", "rewrap", "--generate");
        Assert.Contains("A new master key was made", said, StringComparison.Ordinal);
        Assert.Contains("signing keys          3 of 3 sealed anew", said, StringComparison.Ordinal);
        Assert.Contains("Data Protection keys  1 of 1 sealed anew", said, StringComparison.Ordinal);
        Assert.Contains($"remove all lines but the first from {shell.MasterKey}", said, StringComparison.Ordinal);
        await Task.Delay(1500, Ct);
        Assert.Equal(200, (await idp.Caller.GetAsync("/health/ready", Ct)).Status);
        await stop.CancelAsync();
        var (answers, wrong) = await load;
        Assert.Empty(wrong);
        Assert.True(answers > 5, $"Only {answers} answers.");

        // The file holds both, and nothing is under the old key any more.
        var lines = await File.ReadAllLinesAsync(shell.MasterKey, Ct);
        Assert.Equal(2, lines.Length);
        Assert.Equal(oldFile.Trim(), lines[1]);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(shell.MasterKey));
        var after = await SqliteDatabase.QueryAsync(idp.DatabaseFile, SealedUnder, Ct);
        Assert.Matches("^[0-9a-f]{16}$", after);
        Assert.NotEqual(before, after);
        Assert.DoesNotContain(before, await SqliteDatabase.QueryAsync(idp.DatabaseFile, "SELECT Xml FROM DataProtectionKeys", Ct), StringComparison.Ordinal);
        Assert.Equal(0, (await shell.AskAsync("keys", "rewrap")).GetProperty("resealed").GetProperty("signing_keys").GetInt32());

        // With the old key alone a start says why, and makes nothing.
        Assert.Equal(0, await idp.Process.TerminateAsync(TimeSpan.FromSeconds(30), Ct));
        var counts = await SqliteDatabase.QueryAsync(idp.DatabaseFile, Counts, Ct);
        await File.WriteAllTextAsync(shell.MasterKey, oldFile, Ct);
        await idp.LaunchAsync(new Dictionary<string, string>());
        var ready = await AnswerAsync(idp, 503);
        Assert.Contains(after, ready["problem"], StringComparison.Ordinal);
        Assert.Equal(503, (await idp.Caller.ClientCredentialsAsync(Ct)).Status);
        Assert.Equal(counts, await SqliteDatabase.QueryAsync(idp.DatabaseFile, Counts, Ct));

        // The new one alone opens everything, and the node that waited for it needs no restart.
        await File.WriteAllTextAsync(shell.MasterKey, lines[0], Ct);
        await AnswerAsync(idp, 200);
        Assert.Equal(jwks, (await idp.Caller.GetAsync("/.well-known/jwks.json", Ct)).Body);
        Assert.Equal(200, (await idp.Caller.RefreshAsync(tokens.RefreshToken, Ct)).Status);
        Assert.True((await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", "none")), Ct))["code"] is not null);
        Assert.Equal(counts, await SqliteDatabase.QueryAsync(idp.DatabaseFile, Counts, Ct));
    }

    [Fact]
    public async Task Nodes_that_have_both_keys_as_a_setting_follow_without_a_restart()
    {
        var (oldKey, newKey) = (NewKey(), NewKey());
        var folder = Repository.TemporaryFolder("nodes");
        try
        {
            Dictionary<string, string> settings = new()
            {
                ["Idp:Database:Provider"] = "PostgreSql",
                ["Idp:Database:ConnectionString"] = await cluster.CreateDatabaseAsync(Ct),
                ["Idp:Database:MigrateOnStart"] = "true",
                ["Idp:Configuration:File"] = await Deployment.WriteAsync(folder, Deployment.Declaration(), Ct),
            };
            IdpStart With(string keys) => new() { Environment = "Production", DataFolder = folder, Settings = new Dictionary<string, string>(settings) { ["Idp:Keys:MasterKey"] = keys } };
            await using var first = await IdpProcess.StartAsync(With(oldKey), Ct);
            await using var second = await IdpProcess.StartAsync(With($"{oldKey} {newKey}"), Ct);

            // The key stays the old one until somebody says so, whatever the order in a setting is.
            await using var third = await IdpProcess.StartAsync(With($"{newKey} {oldKey}"), Ct);
            Assert.Equal(0, await first.TerminateAsync(TimeSpan.FromSeconds(30), Ct));

            var answer = await IdpProcess.RunAsync(With($"{newKey} {oldKey}") with { Arguments = ["keys", "rewrap"] }, null, Ct);
            Assert.True(answer.ExitCode == 0, answer.ToString());
            Assert.Contains("let Idp:Keys:MasterKey give the first key alone", answer.Output, StringComparison.Ordinal);
            var refused = await IdpProcess.RunAsync(With(newKey) with { Arguments = ["keys", "rewrap", "--generate"] }, null, Ct);
            Assert.Contains("comes from Idp:Keys:MasterKey", refused.Error, StringComparison.Ordinal);

            await using var fourth = await IdpProcess.StartAsync(With(newKey), Ct);
            foreach (var node in (IdpProcess[])[second, third, fourth])
            {
                using Caller caller = new(node.Address);
                Assert.Equal(200, (await caller.GetAsync("/health/ready", Ct)).Status);
                Assert.Equal(200, (await caller.ClientCredentialsAsync(Ct)).Status);
            }
        }
        finally
        {
            await Repository.RemoveAsync(folder);
        }
    }

    /// <summary>A token and a sign-in page, again and again; what was not well.</summary>
    static async Task<(int Answers, List<string> Wrong)> PollAsync(Deployment idp, CancellationToken stop)
    {
        var answers = 0;
        List<string> wrong = [];
        while (!stop.IsCancellationRequested)
        {
            var token = await idp.Caller.ClientCredentialsAsync(Ct);
            if (token.Status != 200) wrong.Add(token.ToString());
            using var browser = idp.NewBrowser();
            var page = await browser.GetAsync(AuthorizeUrl(), Ct);
            if ((int)page.Status != 200 || page.Uri.AbsolutePath != "/account/login") wrong.Add(page.ToString());
            answers++;
        }
        return (answers, wrong);
    }

    static async Task<Answer> AnswerAsync(Deployment idp, int status)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            try
            {
                var answer = await idp.Caller.GetAsync("/health/ready", Ct);
                if (answer.Status == status && answer["problem"] != "The server is starting.") return answer;
            }
            catch (HttpRequestException)
            {
                Assert.False(idp.Process.HasExited, string.Join('\n', idp.Process.Output));
            }
            await Task.Delay(50, Ct);
        }
        throw new TimeoutException($"/health/ready never answered {status}:\n{string.Join('\n', idp.Process.Output)}");
    }
}
