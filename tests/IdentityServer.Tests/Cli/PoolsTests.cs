using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Cli;

/// <summary><c>--pool</c> of users, clients and keys.</summary>
public sealed class PoolsTests
{
    const string Pool = "0193b0c4-0000-7000-8000-00000000000a";
    const string Disabled = "0193b0c4-0000-7000-8000-00000000000b";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static async Task<Shell> ShellAsync()
    {
        var shell = new Shell();
        await shell.DoAsync("db", "migrate");
        await SqliteDatabase.ExecuteAsync(shell.DatabaseFile, $"""
            INSERT INTO "Organizations" ("Id", "Name", "CreatedAt", "Version", "IsOwner") VALUES ('o', 'Shop', 0, '', 0);
            INSERT INTO "UserPools" ("Id", "OrganizationId", "Name", "Description", "CompatibleLifetime", "Disabled", "CreatedAt", "Version")
            VALUES ('{Pool}', 'o', 'Shoppers', '', 0, 0, 0, ''), ('{Disabled}', 'o', 'Nobody', '', 0, 1, 0, '');
            """, Ct);
        return shell;
    }

    [Fact]
    public async Task Users_and_clients_are_made_and_found_in_the_pool_that_is_named()
    {
        await using var shell = await ShellAsync();
        var bob = await shell.AskAsync("users", "create", "--username", "bob", "--pool", Pool);
        Assert.Equal(bob.GetProperty("sub").GetString(), (await shell.AskAsync("users", "list", "--pool", Pool)).EnumerateArray().Single().GetProperty("sub").GetString());
        Assert.Equal(0, (await shell.AskAsync("users", "list")).GetArrayLength());
        await shell.DoAsync("users", "disable", "bob", "--pool", Pool);
        await shell.RefusedAsync("There is no user bob", "users", "disable", "bob", "--pool", "default");

        var web = await shell.AskAsync("clients", "create", "--pool", Pool, "--id", "web", "--name", "Web", "--redirect-uri", "https://app.example/cb");
        Assert.EndsWith($"/pools/{Pool}/.well-known/openid-configuration", web.GetProperty("discovery").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await shell.AskAsync("clients", "list")).GetArrayLength());
        await shell.DoAsync("clients", "update", "web", "--name", "Shop", "--pool", Pool);
        Assert.Contains("Shop", await shell.DoAsync("clients", "show", "web", "--pool", Pool), StringComparison.Ordinal);
        await shell.RefusedAsync($"idp clients list --pool {Pool}", "clients", "show", "nobody", "--pool", Pool);
        await shell.DoAsync("clients", "delete", "web", "--pool", Pool);
    }

    [Fact]
    public async Task Keys_are_made_and_listed_in_the_pool_that_is_named()
    {
        await using var shell = await ShellAsync();
        await shell.DoAsync("keys", "rotate", "--alg", "ES256", "--pool", Pool);
        var keys = (await shell.AskAsync("keys", "list", "--pool", Pool)).EnumerateArray().Select(key => key.GetProperty("kid").GetString()!).ToList();
        Assert.NotEmpty(keys);
        Assert.Equal(0, (await shell.AskAsync("keys", "list")).GetArrayLength());
        await shell.DoAsync("keys", "export-public", keys[0], "--pool", Pool);
        await shell.DoAsync("keys", "policy", "--alg", "ES256", "--interval", "60d", "--pool", Pool);
        Assert.Contains("60d", await shell.DoAsync("keys", "policy", "--pool", Pool), StringComparison.Ordinal);
        Assert.DoesNotContain("60d", await shell.DoAsync("keys", "policy"), StringComparison.Ordinal);
        await shell.DoAsync("keys", "revoke", keys[0], "--reason", "a test", "--pool", Pool);
        Assert.Contains("leave out --pool", (await shell.EndsWithAsync(2, "keys", "rewrap", "--pool", Pool)).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Disabled)]
    [InlineData("0193b0c4-0000-7000-8000-00000000000c")]
    [InlineData("somebody")]
    public async Task A_pool_that_is_not_there_is_refused(string pool)
    {
        await using var shell = await ShellAsync();
        await shell.RefusedAsync($"There is no hosted user pool {pool}", "users", "list", "--pool", pool);
        await shell.RefusedAsync($"There is no hosted user pool {pool}", "users", "create", "--username", "bob", "--pool", pool);
    }
}
