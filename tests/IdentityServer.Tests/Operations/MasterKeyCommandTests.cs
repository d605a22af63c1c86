using System.Security.Cryptography;
using IdentityServer.Keys;
using IdentityServer.Testing;
using IdentityServer.Tests.Cli;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Operations;

/// <summary>The master key comes from a command: a key management service, a store of secrets.</summary>
public sealed class MasterKeyCommandTests
{
    static readonly string Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_and_the_commands_get_their_keys_from_it_and_no_file_is_made()
    {
        await using Shell shell = new();
        var secret = await shell.WriteAsync("secret", Key + "\n");
        shell.Settings["Idp:Keys:MasterKeyCommand"] = $"cat {secret}";
        IdpStart start = new() { Environment = "Production", DataFolder = shell.Folder, Settings = shell.Settings };
        await using var idp = await IdpProcess.StartAsync(start, Ct);
        Assert.Equal(3, (await shell.AskAsync("keys", "list")).GetArrayLength());
        Assert.Contains("from Idp:Keys:MasterKeyCommand", await shell.DoAsync("doctor", $"--Idp:Issuer={idp.Address.ToString().TrimEnd('/')}"), StringComparison.Ordinal);
        Assert.DoesNotContain(Path.Combine("keys", "master.key"), shell.Made);

        // The store of secrets hands out a new key above the old one: a rewrap later the running server has followed.
        await File.WriteAllTextAsync(secret, $"{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}\n{Key}\n", Ct);
        Assert.Contains("under the first key", (await shell.RunAsync("keys", "rewrap")).Output.Replace("first master key", "first key", StringComparison.Ordinal), StringComparison.Ordinal);
        await Task.Delay(1500, Ct);
        using Caller caller = new(idp.Address);
        for (var attempt = 0; attempt < 100 && (await caller.GetAsync("/health/ready", Ct)).Status != 200; attempt++) await Task.Delay(100, Ct);
        Assert.Equal(200, (await caller.GetAsync("/health/ready", Ct)).Status);
        await shell.HasNotStoredAsync(Key[..40] + "x");
    }

    [Theory]
    [InlineData("echo out-secret; echo first >&2; echo last-words >&2; exit 7", "exit code 7", "last-words")]
    [InlineData("exit 0", "printed nothing", "")]
    [InlineData("echo out-secret", "not 32 bytes in base64", "")]
    [InlineData("echo c2hvcnQ=", "not 32 bytes in base64", "")]
    [InlineData("no-such-program-at-all", "exit code 127", "not found")]
    [InlineData("head -c 100000 /dev/zero", "not 32 bytes in base64", "")]
    [InlineData(" ", "must not be blank", "")]
    public async Task What_fails_is_explained_and_its_output_is_never_repeated(string command, string says, string alsoSays)
    {
        if (OperatingSystem.IsWindows()) return;
        var answer = await RefusedAsync(new() { ["Idp:Keys:MasterKeyCommand"] = command });
        Assert.Contains("Idp:Keys:MasterKeyCommand", answer.Error, StringComparison.Ordinal);
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
        Assert.Contains(alsoSays, answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("out-secret", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_sources_are_one_too_many()
    {
        var answer = await RefusedAsync(new() { ["Idp:Keys:MasterKeyCommand"] = "true", ["Idp:Keys:MasterKey"] = Key });
        Assert.Contains("Idp:Keys:MasterKey and Idp:Keys:MasterKeyCommand", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_does_not_end_is_ended()
    {
        if (OperatingSystem.IsWindows()) return;
        var late = Assert.Throws<StartupException>(() => MasterKeyCommand.Run("sleep 600 & sleep 600", TimeSpan.FromSeconds(1)));
        Assert.Contains("within 1 seconds", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_went_to_standard_error_is_not_repeated_either()
    {
        if (OperatingSystem.IsWindows()) return;
        var refused = Assert.Throws<StartupException>(() => MasterKeyCommand.Run($"echo 'the key is {Key}' >&2; exit 1", TimeSpan.FromSeconds(30)));
        Assert.Contains("the key is …", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key[..20], refused.Message, StringComparison.Ordinal);
    }

    static async Task<CommandAnswer> RefusedAsync(Dictionary<string, string> settings)
    {
        await using Shell shell = new();
        foreach (var (key, value) in settings) shell.Settings[key] = value;
        var answer = await shell.RunAsync();
        Assert.True(answer.ExitCode == 1, answer.ToString());
        Assert.DoesNotContain("   at ", answer.Error, StringComparison.Ordinal);
        Assert.Empty(shell.Made);
        return answer;
    }
}
