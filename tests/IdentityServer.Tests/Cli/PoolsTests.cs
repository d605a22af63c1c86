using System.Text;
using System.Text.Json;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Cli;

/// <summary><c>idp pools</c>, <c>idp tokens issue</c> and <c>idp doctor token</c> beside a running server.</summary>
public sealed class PoolsTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    const string Key = "idp_ak_0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task A_pool_is_made_and_an_example_user_gets_a_token_that_the_server_believes()
    {
        await using var site = await Deployment.PrepareAsync(Ct);
        await Deployment.WriteAsync(site.Folder, $$"""{ "organization": { "name": "Acme" }, "apiKeys": [ { "name": "ci", "key": "{{Key}}", "role": "Admin" } ] }""", Ct);
        await site.RestartAsync(Ct);
        await using var shell = new Shell(site.Folder) { Settings = { ["Idp:Issuer"] = site.Issuer } };

        Assert.Contains("There are no user pools yet", await shell.DoAsync("pools", "list"), StringComparison.Ordinal);
        await shell.RefusedAsync("jwksUri must use https", "pools", "create", "--name", "Own", "--jwks-uri", "http://provider.example/jwks");
        await shell.RefusedAsync("There is no organization Nobody", "pools", "create", "--name", "Own", "--organization", "Nobody");
        var pool = (await shell.AskAsync("pools", "create", "--name", "Shoppers")).GetProperty("id").GetString()!;
        Assert.Contains("Shoppers", await shell.DoAsync("pools", "list"), StringComparison.Ordinal);

        var issued = await shell.AskAsync("tokens", "issue", "--user", "user-1", "--lifetime", "30m");
        Assert.Equal(pool, issued.GetProperty("user_pool_id").GetString());
        var token = (await shell.DoAsync("tokens", "issue", "--user", "user-2", "--pool", pool)).Trim();
        Assert.Equal(3, token.Split('.').Length);
        foreach (var (text, user) in new[] { (issued.GetProperty("app_user_id_token").GetString()!, "user-1"), (token, "user-2") })
        {
            var verified = await VerifyAsync(site, pool, text);
            Assert.True(verified.GetProperty("active").GetBoolean(), verified.ToString());
            Assert.Equal(user, verified.GetProperty("appUserId").GetString());
        }
        await shell.RefusedAsync("The appUserId must be", "tokens", "issue", "--user", " ");

        var file = Path.Combine(site.Folder, "token.txt");
        await File.WriteAllTextAsync(file, token, Ct);
        Assert.Contains("valid: nothing is wrong", await shell.DoAsync("doctor", "token", file, "--pool", pool), StringComparison.Ordinal);
        var refused = await shell.TypeAsync(token[..^8] + "AAAAAAAA", "doctor", "token", "--pool", pool);
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("signature_wrong: ", refused.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(token[..40], refused.Output, StringComparison.Ordinal);

        Assert.Contains("is off", await shell.DoAsync("pools", "disable", pool), StringComparison.Ordinal);
        for (var tries = 0; (await VerifyAsync(site, pool, token)).GetProperty("active").GetBoolean(); tries++)
        {
            Assert.True(tries < 50, "The server went on.");
            await Task.Delay(100, Ct);
        }
        Assert.Equal("pool_disabled", (await VerifyAsync(site, pool, token)).GetProperty("code").GetString());
        Assert.Contains("is on", await shell.DoAsync("pools", "enable", pool), StringComparison.Ordinal);
    }

    static async Task<JsonElement> VerifyAsync(Deployment site, string pool, string token)
    {
        using HttpClient http = new() { BaseAddress = new(site.Issuer) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        using StringContent body = new(JsonSerializer.Serialize(new { userPoolId = pool, appUserIdToken = token }), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/org/appUserIdToken/verify", UriKind.Relative), body, Ct);
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(Ct));
    }
}
