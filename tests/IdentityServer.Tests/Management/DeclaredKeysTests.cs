using IdentityServer.Tests.Cli;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Management;

/// <summary>From a declarative file to a call, over the real binary; the log and the database have no key in them.</summary>
public sealed class DeclaredKeysTests
{
    const string Admin = "idp_ak_declared-admin-0123456789abcdef01234567";
    const string Reader = "idp_ak_declared-reader-0123456789abcdef0123456";
    const string Later = "idp_ak_declared-later-0123456789abcdef01234567";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static object Declared(params (string Name, string Key, string Role)[] keys) => new
    {
        organization = new { name = "Acme" },
        apiKeys = keys.Select(key => new { name = key.Name, key = key.Key, role = key.Role }),
    };

    [Fact]
    public async Task A_declared_key_opens_is_replaced_at_a_restart_and_is_nowhere_to_be_read()
    {
        await using var site = await Deployment.PrepareAsync(Ct);
        var file = await Deployment.WriteAsync(site.Folder, Declared(("ci", Admin, "Admin"), ("reader", Reader, "ReadOnly")), Ct);
        await site.RestartAsync(Ct);
        var answer = await site.Caller.GetAsync("/v1/audit", Ct, Reader);
        Assert.True(answer.Status == 200, answer.ToString());
        Assert.Equal(["api_key.created", "api_key.created", "organization.created", "key.rotated", "key.rotated", "key.rotated"], answer.Json.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("action").GetString()));
        Assert.All(answer.Json.GetProperty("records").EnumerateArray(), record => Assert.Equal("system", record.GetProperty("actor").GetString()));
        Assert.Equal(200, (await site.Caller.GetAsync("/v1/audit", Ct, Admin)).Status);
        Assert.Equal(401, (await site.Caller.GetAsync("/v1/audit", Ct, Later)).Status);

        // While the server runs, from a shell: the running node knows with the next call.
        await Deployment.WriteAsync(site.Folder, Declared(("ci", Later, "Admin"), ("reader", Reader, "ReadOnly")), Ct);
        await using var shell = new Shell(site.Folder);
        Assert.Contains("update   API key ci  (key)", await shell.DoAsync("config", "apply", file), StringComparison.Ordinal);
        Assert.Equal(401, (await site.Caller.GetAsync("/v1/audit", Ct, Admin)).Status);
        Assert.Equal(200, (await site.Caller.GetAsync("/v1/audit", Ct, Later)).Status);
        Assert.Contains("Nothing to change", await shell.DoAsync("config", "apply", file), StringComparison.Ordinal);

        var listed = await shell.AskAsync("audit", "list", "--limit", "2");
        Assert.Equal(["api_key.revoked", "api_key.created"], listed.EnumerateArray().Select(record => record.GetProperty("action").GetString()).OrderDescending(StringComparer.Ordinal));
        Assert.All(listed.EnumerateArray(), record => Assert.StartsWith("cli:", record.GetProperty("actor").GetString(), StringComparison.Ordinal));
        Assert.Contains("api_key.revoked", await shell.DoAsync("audit", "list"), StringComparison.Ordinal);
        var older = await shell.AskAsync("audit", "list", "--before", listed[1].GetProperty("id").GetString()!);
        Assert.Equal(6, older.GetArrayLength());
        foreach (var wrong in (string[][])[["--limit", "0"], ["--limit", "x"], ["--before", "x"]]) Assert.Equal(2, (await shell.RunAsync(["audit", "list", .. wrong])).ExitCode);

        await site.RestartAsync(Ct);
        Assert.Equal(401, (await site.Caller.GetAsync("/v1/audit", Ct, Admin)).Status);
        File.Delete(file);
        foreach (var key in (string[])[Admin, Reader, Later])
        {
            await shell.HasNotStoredAsync(key);
            Assert.DoesNotContain(site.Process.Output, line => line.Contains(key, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_key_without_an_organization_is_a_problem_that_does_not_show_it()
    {
        await using var shell = new Shell();
        var file = await shell.WriteAsync("declared.json", $$"""{ "apiKeys": [ { "name": "ci", "key": "{{Admin}}", "role": "Admin" } ] }""");
        Assert.DoesNotContain(Admin, await shell.RefusedAsync("is not right", "config", "plan", file), StringComparison.Ordinal);
    }
}
