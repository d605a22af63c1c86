using System.Text.Json;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Cli;

/// <summary><c>idp doctor</c>: 0 when a server can work, 1 with the check and the cure when it cannot; it changes nothing.</summary>
public sealed class DoctorTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_healthy_server_is_found_healthy()
    {
        await using var shell = new Shell();
        await using (var idp = await IdpProcess.StartAsync(new() { Environment = "Production", DataFolder = shell.Folder }, Ct)) Assert.True(await idp.TerminateAsync(TimeSpan.FromSeconds(30), Ct) == 0);
        await shell.DoAsync("clients", "create", "--id", "web", "--redirect-uri", "https://app.example/cb");
        shell.Settings["Idp:Issuer"] = "https://login.example.com";
        var before = shell.Made;

        var said = await shell.DoAsync("doctor");
        Assert.EndsWith("All is well.\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain("fail", said, StringComparison.Ordinal);
        var document = await shell.AskAsync("doctor");
        Assert.True(document.GetProperty("ok").GetBoolean());
        Assert.All(document.GetProperty("checks").EnumerateArray(), check => Assert.Equal("ok", check.GetProperty("verdict").GetString()));
        Assert.Equal(["issuer", "data directory", "libcrypto", "master key", "settings", "clock", "database", "signing keys", "clients"],
            document.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("check").GetString()));
        Assert.Equal(before, shell.Made);
    }

    [Fact]
    public async Task An_empty_folder_lacks_the_master_key_and_stays_empty()
    {
        await using var shell = new Shell();
        var (verdict, says, next) = await FailureAsync(shell, "master key");
        Assert.Equal("fail", verdict);
        Assert.Contains("is not there", says, StringComparison.Ordinal);
        Assert.Contains("restore", next, StringComparison.Ordinal);
        Assert.Empty(shell.Made);
    }

    [Fact]
    public async Task A_master_key_that_others_can_read_fails_with_the_command_that_mends_it()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var shell = new Shell();
        await shell.DoAsync("db", "migrate");
        var mode = File.GetUnixFileMode(shell.MasterKey);
        File.SetUnixFileMode(shell.MasterKey, mode | UnixFileMode.OtherRead);
        Assert.Contains($"chmod 600 {shell.MasterKey}", (await FailureAsync(shell, "master key")).Says, StringComparison.Ordinal);
        await shell.RefusedAsync($"chmod 600 {shell.MasterKey}", "clients", "list");
        File.SetUnixFileMode(shell.MasterKey, mode);
        await shell.DoAsync("doctor");
    }

    [Fact]
    public async Task A_database_that_is_gone_fails_and_is_not_made_again()
    {
        await using var shell = new Shell();
        await shell.DoAsync("db", "migrate");
        Directory.Delete(Path.GetDirectoryName(shell.DatabaseFile)!, recursive: true);
        Assert.Contains("idp db migrate", (await FailureAsync(shell, "database")).Next, StringComparison.Ordinal);
        Assert.Equal(["keys", Path.Combine("keys", "master.key")], shell.Made);
    }

    [Fact]
    public async Task The_wrong_master_key_is_found_before_a_server_stumbles_over_it()
    {
        await using var shell = new Shell();
        await using (var idp = await IdpProcess.StartAsync(new() { Environment = "Production", DataFolder = shell.Folder }, Ct)) await idp.KillAsync(Ct);
        shell.Settings["Idp:Keys:MasterKey"] = Convert.ToBase64String(new byte[32]);
        Assert.Contains("master key", (await FailureAsync(shell, "signing keys")).Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_are_not_under_the_first_master_key_are_mentioned_with_the_command_that_mends_it()
    {
        await using var shell = new Shell();
        await using (var idp = await IdpProcess.StartAsync(new() { Environment = "Production", DataFolder = shell.Folder }, Ct)) await idp.KillAsync(Ct);
        var old = await File.ReadAllTextAsync(shell.MasterKey, Ct);
        await File.WriteAllTextAsync(shell.MasterKey, $"{Convert.ToBase64String(new byte[32])}\n{old}", Ct);
        shell.Settings["Idp:Issuer"] = "https://login.example.com";
        var said = await shell.DoAsync("doctor");
        Assert.Matches(@"(\d) of \1 sealed rows are still under [0-9a-f]{16}, not under the first key, [0-9a-f]{16}\.\s+→ idp keys rewrap", said);
        await shell.DoAsync("keys", "rewrap");
        Assert.EndsWith("All is well.\n", await shell.DoAsync("doctor"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "issuer", "is not set")]
    [InlineData("http://login.example.com", "issuer", "is not https")]
    [InlineData("https://login.example.com/", "settings", "must not end with a slash")]
    [InlineData("https://login.example.com/tenant", "settings", "must have no path")]
    public async Task A_wrong_issuer_fails(string issuer, string check, string says)
    {
        await using var shell = new Shell();
        await shell.DoAsync("db", "migrate");
        shell.Settings["Idp:Issuer"] = issuer;
        Assert.Contains(says, (await FailureAsync(shell, check)).Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_declarative_file_fails_with_its_problems()
    {
        await using var shell = new Shell();
        await shell.DoAsync("db", "migrate");
        shell.Settings["Idp:Configuration:File"] = await shell.WriteAsync("idp.json", """{ "cleints": [] }""");
        Assert.Contains("cleints", (await FailureAsync(shell, "configuration file")).Says, StringComparison.Ordinal);
        shell.Settings["Idp:Configuration:File"] = Path.Combine(shell.Folder, "nowhere.json");
        Assert.Contains("nowhere.json", (await FailureAsync(shell, "configuration file")).Says, StringComparison.Ordinal);
    }

    /// <summary>The first failure of this check, found in words and in JSON.</summary>
    static async Task<(string? Verdict, string Says, string? Next)> FailureAsync(Shell shell, string check)
    {
        var answer = await shell.EndsWithAsync(1, "doctor", "--json");
        var document = Shell.Document(answer);
        Assert.False(document.GetProperty("ok").GetBoolean());
        var failure = document.GetProperty("checks").EnumerateArray().FirstOrDefault(one => one.GetProperty("check").GetString() == check && one.GetProperty("verdict").GetString() == "fail");
        Assert.True(failure.ValueKind == JsonValueKind.Object, answer.ToString());
        var said = await shell.EndsWithAsync(1, "doctor");
        var says = failure.GetProperty("says").GetString()!;
        Assert.Contains(says, said.Output, StringComparison.Ordinal);
        Assert.Empty(said.Error);
        return (failure.GetProperty("verdict").GetString(), says, failure.GetProperty("next").GetString());
    }
}
