using System.Text.Json;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Cli;

/// <summary><c>idp config plan</c> and <c>apply</c>.</summary>
public sealed class ConfigTests
{
    static readonly string[] Secrets = [TestClients.SecretOf(TestClients.Web), IdpApp.Password];

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Planning_shows_what_applying_does_and_applying_twice_changes_nothing()
    {
        await using var shell = new Shell();
        await shell.DoAsync("db", "migrate");
        var file = await shell.WriteAsync("idp.json", JsonSerializer.Serialize(Deployment.Declaration()));

        var plan = await shell.DoAsync("config", "plan", file);
        foreach (var line in (string[])["  add      client web\n", "  add      user alice\n", "  add      organization Acme\n", $"  add      resource {TestClients.Api}\n", "8 changes to make. Make them with: idp config apply"])
            Assert.Contains(line, plan, StringComparison.Ordinal);
        var document = await shell.AskAsync("config", "plan", file);
        Assert.False(document.GetProperty("applied").GetBoolean());
        Assert.Equal("0 0 0", await CountAsync(shell));

        var applied = await shell.AskAsync("config", "apply", file);
        Assert.True(applied.GetProperty("applied").GetBoolean());
        Assert.Equal(document.GetProperty("changes").ToString(), applied.GetProperty("changes").ToString());
        Assert.Equal("3 2 1", await CountAsync(shell));

        Assert.Equal("Nothing to change: the database is as the file says.\n", await shell.DoAsync("config", "apply", file));
        Assert.Equal("Nothing to change: the database is as the file says.\n", await shell.DoAsync("config", "plan", file));
        Assert.Equal(0, (await shell.AskAsync("config", "apply", file)).GetProperty("changes").GetArrayLength());
        foreach (var secret in Secrets) Assert.DoesNotContain(secret, plan + document + applied, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Applying_makes_the_database_where_there_is_none_and_says_which_fields_change()
    {
        await using var shell = new Shell();
        var file = await shell.WriteAsync("idp.json", """{ "clients": [ { "client_id": "spa", "token_endpoint_auth_method": "none", "redirect_uris": ["https://app.example/cb"] } ], "serviceClients": [ {} ] }""");
        Assert.Contains("Done: 1 change.", await shell.DoAsync("config", "apply", file), StringComparison.Ordinal);
        await shell.WriteAsync("idp.json", """{ "clients": [ { "client_id": "spa", "client_name": "Shop", "token_endpoint_auth_method": "none", "redirect_uris": ["https://app.example/other"] } ], "serviceClients": [ {} ] }""");

        var plan = await shell.DoAsync("config", "plan", file);
        Assert.Contains("  update   client spa  (client_name, redirect_uris)", plan, StringComparison.Ordinal);
        Assert.Contains("  ignored  serviceClients  (not supported by this version yet)", plan, StringComparison.Ordinal);
        Assert.Contains("1 change to make.", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pruning_removes_only_from_lists_that_the_file_has()
    {
        await using var shell = new Shell();
        await shell.DoAsync("config", "apply", await shell.WriteAsync("idp.json", JsonSerializer.Serialize(Deployment.Declaration())));
        var file = await shell.WriteAsync("pruning.json", """{ "prune": true, "resources": [] }""");
        Assert.Equal($"  remove   resource {TestClients.Api}\nDone: 1 change.\n", await shell.DoAsync("config", "apply", file));
        Assert.Equal(3, (await shell.AskAsync("clients", "list")).GetArrayLength());
    }

    [Fact]
    public async Task Pools_and_what_is_in_them_are_planned_applied_and_then_left_alone()
    {
        const string pool = "0197f5b0-0000-7000-8000-000000000001";
        await using var shell = new Shell();
        await shell.DoAsync("db", "migrate");
        var file = await shell.WriteAsync("idp.json", $$$"""
            { "organization": { "name": "Acme" },
              "userPools": [ { "id": "{{{pool}}}", "name": "Shoppers" }, { "id": "0197f5b0-0000-7000-8000-000000000002", "name": "Ours", "authorization": { "jwksUri": "https://idp.example/jwks" } } ],
              "sdkClients": [ { "id": "0197f5b0-0000-7000-8000-00000000000a", "name": "Shop", "kind": { "application": { "userPoolId": "{{{pool}}}" } }, "oauthConfig": { "redirectUrls": ["https://shop.example/cb"] } },
                              { "id": "0197f5b0-0000-7000-8000-00000000000b", "name": "Back end", "kind": "service" } ],
              "apiKeys": [ { "name": "back end", "key": "idp_ak_0123456789abcdef0123456789abcdef", "role": "Member", "sdkClientId": "0197f5b0-0000-7000-8000-00000000000b" } ],
              "clients": [ { "client_id": "admin", "pool": "{{{pool}}}", "token_endpoint_auth_method": "none", "redirect_uris": ["https://admin.example/cb"] } ],
              "users": [ { "username": "carol", "pool": "{{{pool}}}" } ] }
            """);
        var plan = await shell.AskAsync("config", "plan", file);
        Assert.Equal(["organization Acme", "user pool Shoppers", "user pool Ours", "SDK client Shop", "SDK client Back end", "API key back end", "client admin", "user carol"],
            plan.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("what").GetString()));
        Assert.Equal(plan.GetProperty("changes").ToString(), (await shell.AskAsync("config", "apply", file)).GetProperty("changes").ToString());
        Assert.Equal("Nothing to change: the database is as the file says.\n", await shell.DoAsync("config", "apply", file));

        Task<string> AskAsync(string sql) => SqliteDatabase.QueryAsync(shell.DatabaseFile, sql, Ct);
        Assert.Equal("2 3 2", await AskAsync($"SELECT (SELECT count(*) FROM UserPools) || ' ' || (SELECT count(*) FROM Clients) || ' ' || (SELECT count(*) FROM Clients WHERE PoolId = '{pool}')"));
        Assert.Equal("carol", await AskAsync($"SELECT Username FROM Users WHERE PoolId = '{pool}'"));
        await shell.DoAsync("config", "apply", await shell.WriteAsync("pruning.json", """{ "organization": { "name": "Acme" }, "prune": true, "userPools": [], "sdkClients": [], "clients": [] }"""));
        Assert.Equal("2 1 1", await AskAsync("SELECT (SELECT count(*) FROM UserPools) || ' ' || (SELECT count(*) FROM Clients) || ' ' || (SELECT count(*) FROM ApiKeys WHERE RevokedAt IS NOT NULL)"));
    }

    [Fact]
    public async Task Every_problem_of_a_broken_file_is_told_with_its_path_and_without_its_value()
    {
        await using var shell = new Shell();
        var file = await shell.WriteAsync("idp.json", """
            { "cleints": [], "members": [ { "email": "admin@acme.test", "role": "King" } ],
              "clients": [ { "client_id": "web", "client_secret": "hunter2", "redirect_uris": ["http://app.example/cb", "https://app.example/cb#x"] } ],
              "users": [ { "username": "alice", "password": "hunter2" } ] }
            """);
        string[] places = ["cleints", "organization", "members[0].role", "clients[0].client_secret", "clients[0].redirect_uris[0]", "clients[0].redirect_uris[1]", "users[0].password"];
        foreach (var command in (string[])["plan", "apply"])
        {
            var said = await shell.RefusedAsync("idp.json is not right, and nothing was changed:", "config", command, file);
            foreach (var place in places) Assert.Contains($"  {place}: ", said, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", said, StringComparison.Ordinal);

            var answer = await shell.EndsWithAsync(1, "config", command, file, "--json");
            var problems = Shell.Document(answer).GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("path").GetString());
            Assert.Equal(places.Order(StringComparer.Ordinal), problems.Order(StringComparer.Ordinal));
            Assert.DoesNotContain("hunter2", answer.Output, StringComparison.Ordinal);
        }
        Assert.Equal(["idp.json"], shell.Made);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("{ \"clients\": [", "")]
    [InlineData("[]", "")]
    [InlineData("{ \"prune\": \"yes\" }", "prune: must be true or false")]
    [InlineData("{ \"clients\": [], \"clients\": [] }", "clients")]
    public async Task A_file_that_is_no_declaration_is_refused(string text, string says)
    {
        await using var shell = new Shell();
        Assert.Contains(says, await shell.RefusedAsync("idp.json is not right", "config", "plan", await shell.WriteAsync("idp.json", text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_is_a_folder_is_refused()
    {
        await using var shell = new Shell();
        await shell.RefusedAsync("There is no file", "config", "plan", "nowhere.json");
        await shell.RefusedAsync("There is no file", "config", "apply", shell.Folder);
        Assert.Empty(shell.Made);
    }

    static Task<string> CountAsync(Shell shell) => SqliteDatabase.QueryAsync(shell.DatabaseFile,
        "SELECT (SELECT count(*) FROM Clients) || ' ' || (SELECT count(*) FROM Users) || ' ' || (SELECT count(*) FROM Organizations)", Ct);
}
