using System.Text.Json;
using IdentityServer.Testing;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Cli;

/// <summary>An operator at a shell: the real binary, one folder, any number of commands.</summary>
public sealed class Shell : IAsyncDisposable
{
    readonly bool ownsFolder;

    /// <param name="folder">Of a server that is there already.</param>
    public Shell(string? folder = null) => (Folder, ownsFolder) = (folder ?? Repository.TemporaryFolder("shell"), folder is null);

    public string Folder { get; }

    public string DatabaseFile => Path.Combine(Folder, "data", "idp.db");

    public string MasterKey => Path.Combine(Folder, "keys", "master.key");

    /// <summary>Names of files and folders, as far as commands have made any.</summary>
    public IReadOnlyList<string> Made => [.. Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal)];

    public Dictionary<string, string> Settings { get; } = [];

    public Task<CommandAnswer> RunAsync(params string[] words) => TypeAsync(null, words);

    public Task<CommandAnswer> TypeAsync(string? input, params string[] words) =>
        IdpProcess.RunAsync(new() { Environment = "Production", DataFolder = Folder, Arguments = words, Settings = Settings }, input, TestContext.Current.CancellationToken);

    /// <summary>The answer in words; the command has done what it was asked.</summary>
    public async Task<string> DoAsync(params string[] words)
    {
        var answer = await RunAsync(words);
        Assert.True(answer is { ExitCode: 0, Error: "" }, answer.ToString());
        return answer.Output;
    }

    /// <summary>The same, answered in JSON.</summary>
    public async Task<JsonElement> AskAsync(params string[] words)
    {
        var answer = await RunAsync([.. words, "--json"]);
        Assert.True(answer.ExitCode == 0, answer.ToString());
        return Document(answer);
    }

    /// <summary>The command refuses, in words and in JSON, and both say this.</summary>
    public async Task<string> RefusedAsync(string says, params string[] words)
    {
        Assert.Contains(says, Document(await EndsWithAsync(1, [.. words, "--json"])).GetProperty("error").GetString(), StringComparison.Ordinal);
        var answer = await EndsWithAsync(1, words);
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
        Assert.Empty(answer.Output);
        return answer.Error;
    }

    public async Task<CommandAnswer> EndsWithAsync(int exitCode, params string[] words)
    {
        var answer = await RunAsync(words);
        Assert.True(answer.ExitCode == exitCode, answer.ToString());
        Assert.DoesNotContain("   at ", answer.Error, StringComparison.Ordinal);
        return answer;
    }

    /// <summary>Exactly one JSON document on standard output, and nothing beside it.</summary>
    public static JsonElement Document(CommandAnswer answer)
    {
        Assert.True(answer.Error.Length == 0, answer.ToString());
        return JsonElement.Parse(answer.Output);
    }

    public async Task<string> WriteAsync(string name, string text)
    {
        var file = Path.Combine(Folder, name);
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        return file;
    }

    /// <summary>No file that the commands made has this text in it.</summary>
    public async Task HasNotStoredAsync(string secret)
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain(secret, await File.ReadAllTextAsync(file, System.Text.Encoding.Latin1, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    public static int Count(string text, string part) => text.Split(part).Length - 1;

    public async ValueTask DisposeAsync()
    {
        if (ownsFolder) await Repository.RemoveAsync(Folder);
    }
}
