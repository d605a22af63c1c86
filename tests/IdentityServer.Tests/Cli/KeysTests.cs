using System.Text.Json;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Cli;

/// <summary><c>idp keys</c> beside a running server: what an operator does is what the server publishes a moment later.</summary>
public sealed class KeysTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static async Task<string[]> PublishedAsync(IdpProcess idp)
    {
        using Caller caller = new(idp.Address);
        return [.. (await caller.GetAsync("/.well-known/jwks.json", Ct)).Json.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
    }

    static async Task UntilAsync(Func<Task<bool>> comesTrue)
    {
        for (var tries = 0; !await comesTrue(); tries++)
        {
            Assert.True(tries < 50, "The server did not follow.");
            await Task.Delay(100, Ct);
        }
    }

    [Fact]
    public async Task A_running_server_follows_what_is_done_at_a_shell()
    {
        await using var idp = await IdpProcess.StartAsync(new() { Environment = "Production" }, Ct);
        await using Shell shell = new(idp.Folder);

        var begun = (await shell.AskAsync("keys", "rotate", "--alg", "ES256"))[0];
        var (old, next) = (begun.GetProperty("active").GetString()!, begun.GetProperty("successor").GetString()!);
        await UntilAsync(async () => (await PublishedAsync(idp)).Contains(next));
        var again = await shell.DoAsync("keys", "rotate", "--alg", "ES256");
        Assert.Contains($"  signs      {old} since ", again, StringComparison.Ordinal);
        Assert.Contains($"  next       {next}, public since ", again, StringComparison.Ordinal);
        await shell.RefusedAsync("relying parties may not know it yet. It may sign from ", "keys", "rotate", "--alg", "ES256", "--now");
        Assert.Contains("--now needs --alg", (await shell.RunAsync("keys", "rotate", "--now")).Error, StringComparison.Ordinal);
        await shell.RefusedAsync("Keys of this algorithm are not kept here.", "keys", "rotate", "--alg", "HS256");

        var revoked = await shell.AskAsync("keys", "revoke", old, "--reason", "the laptop is gone");
        Assert.Equal((next, false, false), (revoked.GetProperty("active").GetString(), revoked.GetProperty("active_was_announced").GetBoolean(), revoked.GetProperty("already_revoked").GetBoolean()));
        await UntilAsync(async () => !(await PublishedAsync(idp)).Contains(old));
        Assert.Contains("was revoked already", await shell.DoAsync("keys", "revoke", old, "--reason", "once more"), StringComparison.Ordinal);
        await shell.RefusedAsync("There is no signing key of this kid.", "keys", "revoke", "nobody", "--reason", "x");
        await shell.RefusedAsync("Say why", "keys", "revoke", next, "--reason", " ");

        var list = await shell.AskAsync("keys", "list");
        Assert.Equal([("active", next), ("revoked", old)], list.EnumerateArray().Where(key => key.GetProperty("alg").GetString() == "ES256").Select(key => (key.GetProperty("state").GetString()!, key.GetProperty("kid").GetString()!)));
        Assert.Equal(1, (await shell.DoAsync("audit", "list")).Split("key.revoked").Length - 1);
        Assert.Equal(200, (await new Caller(idp.Address).GetAsync("/health/ready", Ct)).Status);
    }

    [Fact]
    public async Task A_policy_is_shown_changed_refused_and_taken_back()
    {
        await using Shell shell = new();
        await shell.DoAsync("db", "migrate");
        Assert.Matches("ES256 +90d +14d +0 0 \\* \\* \\* \\?", await shell.DoAsync("keys", "policy"));
        var changed = (await shell.AskAsync("keys", "policy", "--alg", "ES256", "--interval", "30d", "--announce-before", "36h", "--schedule", "0 0/10 * * * ?"))[0].GetProperty("policy");
        Assert.Equal("""{"interval":"30d","announce_before":"36h","schedule":"0 0/10 * * * ?"}""", JsonSerializer.Serialize(changed));
        Assert.Contains("12 h is common", await shell.DoAsync("keys", "policy", "--alg", "ES256", "--announce-before", "30m"), StringComparison.Ordinal);

        await shell.RefusedAsync("00:07:05", "keys", "policy", "--announce-before", "5m");
        await shell.RefusedAsync("the interval must be at least as long", "keys", "policy", "--interval", "1h");
        await shell.RefusedAsync("'daily' has 1 fields", "keys", "policy", "--schedule", "daily");
        await shell.RefusedAsync("let the schedule fire at least every", "keys", "policy", "--schedule", "0 0 0 ? * MON");
        Assert.Equal(2, (await shell.RunAsync("keys", "policy", "--interval", "soon")).ExitCode);

        Assert.Matches("ES256 +90d +14d ", await shell.DoAsync("keys", "policy", "--alg", "ES256", "--reset"));
    }
}
