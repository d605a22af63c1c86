using Xunit;

namespace IdentityServer.Tests.Cli;

/// <summary>A command that is typed where no installation is leaves nothing there that a later start would take for one.</summary>
public sealed class WrongFolderTests
{
    [Theory]
    [InlineData("keys", "rotate")]
    [InlineData("keys", "revoke", "some-kid", "--reason", "the laptop is gone")]
    [InlineData("keys", "policy", "--interval", "30d")]
    [InlineData("keys", "rewrap", "--generate")]
    [InlineData("clients", "delete", "web")]
    [InlineData("users", "disable", "alice")]
    public async Task A_change_to_what_is_not_there_is_refused_and_makes_nothing(params string[] words)
    {
        await using Shell shell = new();
        await shell.RefusedAsync($"{shell.MasterKey} is not there. If that is not the folder you mean, look at Idp:Keys:Directory", words);
        Assert.Empty(shell.Made);
    }

    [Fact]
    public async Task Nor_is_a_second_master_key_made_beside_a_database()
    {
        await using Shell shell = new();
        await shell.DoAsync("db", "migrate");
        File.Delete(shell.MasterKey);
        await shell.RefusedAsync("if the database is not new, restore it from a backup", "keys", "rotate");
        Assert.False(File.Exists(shell.MasterKey));
    }

    [Fact]
    public async Task Nor_is_a_database_made_where_the_master_key_is_a_setting()
    {
        await using Shell shell = new();
        shell.Settings["Idp:Keys:MasterKey"] = Convert.ToBase64String(new byte[32]);
        await shell.RefusedAsync("There is no database yet. Make it with: idp db migrate", "keys", "rotate");
        Assert.Empty(shell.Made);
    }
}
