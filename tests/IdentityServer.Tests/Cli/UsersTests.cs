using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Cli;

/// <summary><c>idp users</c>, and <c>idp keys list</c> beside it.</summary>
public sealed class UsersTests
{
    const string Password = "correct horse battery staple";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_from_standard_input_is_never_printed()
    {
        await using var shell = new Shell();
        var answer = await shell.TypeAsync(Password + "\n", "users", "create", "--username", "bob", "--email", "bob@acme.test", "--email-verified", "--password-stdin");
        Assert.True(answer is { ExitCode: 0, Error: "" }, answer.ToString());
        Assert.Contains("bob can sign in", answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, answer.Output, StringComparison.Ordinal);

        answer = await shell.TypeAsync(Password, "users", "create", "--username", "carol", "--password-stdin", "--json");
        var carol = Shell.Document(answer);
        Assert.False(carol.TryGetProperty("password", out _));
        Assert.True(carol.GetProperty("has_password").GetBoolean());

        var listed = await shell.DoAsync("users", "list");
        Assert.Contains("bob@acme.test", listed, StringComparison.Ordinal);
        Assert.Contains(carol.GetProperty("sub").GetString()!, listed, StringComparison.Ordinal);
        var bob = (await shell.AskAsync("users", "list")).EnumerateArray().Single(user => user.GetProperty("username").GetString() == "bob");
        Assert.True(bob.GetProperty("email_verified").GetBoolean());
        Assert.DoesNotContain("hash", bob.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_generated_password_is_shown_once_and_kept_as_a_hash()
    {
        await using var shell = new Shell();
        var said = await shell.DoAsync("users", "create", "--username", "bob");
        var password = ClientsTests.ValueOf(said, "password");
        Assert.Equal(23, password.Length);
        Assert.Equal(1, Shell.Count(said, password));
        Assert.Contains("shown this once", said, StringComparison.Ordinal);

        var carol = await shell.AskAsync("users", "create", "--username", "carol");
        Assert.NotEqual(password, carol.GetProperty("password").GetString());
        Assert.DoesNotContain(password, await shell.DoAsync("users", "list") + await shell.AskAsync("users", "list"), StringComparison.Ordinal);
        await shell.HasNotStoredAsync(password);
    }

    [Fact]
    public async Task A_weak_password_is_refused_and_not_repeated()
    {
        await using var shell = new Shell();
        await shell.DoAsync("users", "create", "--username", "bob");
        var before = await HashAsync(shell);
        string[] making = ["users", "create", "--username", "carol", "--password-stdin"], changing = ["users", "set-password", "bob", "--password-stdin"];
        foreach (var (password, says, words) in ((string, string, string[])[])
            [("short-one", "must have at least 12 characters", making), ("short-one", "must have at least 12 characters", changing), ("", "must not be empty", making), ("passwordpassword", "", changing)])
        {
            var answer = await shell.TypeAsync(password + "\n", words);
            Assert.True(answer is { ExitCode: 1, Output: "" }, answer.ToString());
            Assert.StartsWith("The password ", answer.Error, StringComparison.Ordinal);
            Assert.Contains(says, answer.Error, StringComparison.Ordinal);
            if (password.Length > 0) Assert.DoesNotContain(password, answer.Error, StringComparison.Ordinal);
        }
        var refused = await shell.TypeAsync("short-one\n", [.. changing, "--json"]);
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("The password ", Shell.Document(refused).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Single((await shell.AskAsync("users", "list")).EnumerateArray());
        Assert.Equal(before, await HashAsync(shell));
    }

    [Fact]
    public async Task Names_and_addresses_that_are_wrong_or_taken_are_refused()
    {
        await using var shell = new Shell();
        await shell.DoAsync("users", "create", "--username", "bob", "--email", "bob@acme.test");
        await shell.RefusedAsync("There is a user BOB already", "users", "create", "--username", "BOB");
        await shell.RefusedAsync("taken", "users", "create", "--username", "carol", "--email", "BOB@acme.test");
        Assert.Contains("--email:", await shell.RefusedAsync("cannot be stored", "users", "create", "--username", "carol", "--email", "nobody"), StringComparison.Ordinal);
        Assert.Contains("--email-verified:", await shell.RefusedAsync("cannot be stored", "users", "create", "--username", "carol", "--email-verified"), StringComparison.Ordinal);
        Assert.Contains("--username:", await shell.RefusedAsync("cannot be stored", "users", "create", "--username", " "), StringComparison.Ordinal);
        Assert.Single((await shell.AskAsync("users", "list")).EnumerateArray());
    }

    [Fact]
    public async Task Disabling_enabling_and_a_new_password()
    {
        await using var shell = new Shell();
        await shell.DoAsync("users", "create", "--username", "bob");
        Assert.True((await shell.AskAsync("users", "disable", "Bob")).GetProperty("disabled").GetBoolean());
        Assert.Contains("disabled", await shell.DoAsync("users", "list"), StringComparison.Ordinal);
        Assert.False((await shell.AskAsync("users", "enable", "bob")).GetProperty("disabled").GetBoolean());

        var before = await HashAsync(shell);
        var shown = (await shell.AskAsync("users", "set-password", "bob")).GetProperty("password").GetString()!;
        Assert.Equal(23, shown.Length);
        Assert.NotEqual(before, before = await HashAsync(shell));
        var answer = await shell.TypeAsync(Password + "\n", "users", "set-password", "bob", "--password-stdin");
        Assert.True(answer is { ExitCode: 0, Error: "" }, answer.ToString());
        Assert.DoesNotContain(Password, answer.Output, StringComparison.Ordinal);
        Assert.NotEqual(before, await HashAsync(shell));
        foreach (var command in (string[])["disable", "enable", "set-password"]) await shell.RefusedAsync("There is no user dave. Show those there are with: idp users list", "users", command, "dave");
    }

    static Task<string> HashAsync(Shell shell) => SqliteDatabase.QueryAsync(shell.DatabaseFile, "SELECT PasswordHash FROM Users WHERE Username = 'bob'", Ct);
}
