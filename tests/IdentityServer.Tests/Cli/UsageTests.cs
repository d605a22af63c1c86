using Xunit;

namespace IdentityServer.Tests.Cli;

/// <summary>A line that is no command: exit code 2, what was not understood by its name, and nothing made.</summary>
public sealed class UsageTests
{
    const string Secret = "hunter2-and-more";

    [Theory]
    [InlineData("clients create --colour red", "--colour")]
    [InlineData("clients create --colour=red", "--colour")]
    [InlineData("clients create red", "red")]
    [InlineData("clients crate", "crate")]
    [InlineData("clients", "command")]
    [InlineData("clients show", "show")]
    [InlineData("clients update web --disable --enable", "contradict")]
    [InlineData("users create", "--username")]
    [InlineData("users create --username", "--username")]
    [InlineData("users create --username bob --password " + Secret, "--password")]
    [InlineData("users create --username bob --password=" + Secret, "--password")]
    [InlineData("clients create --id web --client-secret " + Secret + " --redirect-uri https://app.example/cb", "--client-secret")]
    [InlineData("users set-password bob --password " + Secret, "--password")]
    [InlineData("config plan", "plan")]
    [InlineData("db migrate now", "now")]
    [InlineData("doctor --fix", "--fix")]
    [InlineData("--colour", "--colour")]
    public async Task It_is_named_in_words_and_in_json(string line, string names)
    {
        await using var shell = new Shell();
        var words = line.Split(' ');

        var said = await shell.EndsWithAsync(2, words);
        Assert.Contains(names, said.Error, StringComparison.Ordinal);
        Assert.Contains("Usage:", said.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, said.ToString(), StringComparison.Ordinal);

        var answer = await shell.EndsWithAsync(2, [.. words, "--json"]);
        Assert.Contains(names, Shell.Document(answer).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, answer.Output, StringComparison.Ordinal);
        Assert.Empty(shell.Made);
    }
}
