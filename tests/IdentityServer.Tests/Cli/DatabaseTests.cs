using System.Security.Cryptography;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Cli;

/// <summary><c>idp db migrate</c>, and commands that look where there is nothing yet.</summary>
public sealed class DatabaseTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Readers => new("clients list", "clients show web", "users list", "keys list", "config plan declared.json");

    [Fact]
    public async Task Migrating_an_empty_folder_makes_the_database_and_the_master_key_for_us_alone()
    {
        await using var shell = new Shell();
        Assert.Contains("is up to date now. Applied:", await shell.DoAsync("db", "migrate"), StringComparison.Ordinal);
        Assert.Equal("The Sqlite database is up to date.\n", await shell.DoAsync("db", "migrate"));

        Assert.NotEqual("0", await SqliteDatabase.QueryAsync(shell.DatabaseFile, "SELECT count(*) FROM __EFMigrationsHistory", Ct));
        Assert.Equal("0", await SqliteDatabase.QueryAsync(shell.DatabaseFile, "SELECT count(*) FROM SigningKeys", Ct));
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in (string[])[shell.DatabaseFile, shell.MasterKey]) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task In_json_it_lists_what_it_applied()
    {
        await using var shell = new Shell();
        var first = await shell.AskAsync("db", "migrate");
        Assert.Equal("Sqlite", first.GetProperty("provider").GetString());
        Assert.NotEqual(0, first.GetProperty("applied").GetArrayLength());
        Assert.Equal(0, (await shell.AskAsync("db", "migrate")).GetProperty("applied").GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Looking_where_nothing_is_says_what_to_run_and_makes_nothing(string line)
    {
        await using var shell = new Shell();
        await shell.WriteAsync("declared.json", "{}");
        await shell.RefusedAsync("idp db migrate", line.Split(' '));
        Assert.Equal(["declared.json"], shell.Made);

        shell.Settings["Idp:Keys:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await shell.RefusedAsync("There is no database yet. Make it with: idp db migrate", line.Split(' '));
        Assert.Equal(["declared.json"], shell.Made);
    }

    [Fact]
    public async Task After_migrating_there_is_something_to_look_at()
    {
        await using var shell = new Shell();
        await shell.DoAsync("db", "migrate");
        Assert.Contains("There are no signing keys yet", await shell.DoAsync("keys", "list"), StringComparison.Ordinal);
        Assert.Contains("There are no clients yet", await shell.DoAsync("clients", "list"), StringComparison.Ordinal);
        Assert.Contains("There are no users yet", await shell.DoAsync("users", "list"), StringComparison.Ordinal);
        foreach (var what in (string[])["keys", "clients", "users"]) Assert.Equal(0, (await shell.AskAsync(what, "list")).GetArrayLength());
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        await using var shell = new Shell();
        await shell.DoAsync("db", "migrate");
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={shell.DatabaseFile};Pooling=False"))
        {
            await connection.OpenAsync(Ct);
            await using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO __EFMigrationsHistory VALUES ('99990101000000_Later', '99.0.0')";
            await command.ExecuteNonQueryAsync(Ct);
        }
        await shell.RefusedAsync("newer version", "db", "migrate");
        await shell.RefusedAsync("newer version", "clients", "list");
        await shell.RefusedAsync("newer version", "users", "create", "--username", "bob");
        Assert.Equal("0", await SqliteDatabase.QueryAsync(shell.DatabaseFile, "SELECT count(*) FROM Users", Ct));
    }

    [Fact]
    public async Task A_wrong_setting_is_refused_by_its_name()
    {
        await using var shell = new Shell();
        shell.Settings["Idp:Database:MigrateOnStart"] = "perhaps";
        foreach (var line in (string[])["db migrate", "clients list", "users create --username bob", "doctor"]) await shell.RefusedAsync("Idp:Database:MigrateOnStart", line.Split(' '));
        Assert.Empty(shell.Made);
    }
}
