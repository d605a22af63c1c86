using System.Diagnostics;
using System.Text.Json;
using IdentityServer.Testing;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Org;

/// <summary>The same from a shell: curl as it comes with the system, against a real server, with the JSON of a quickstart.</summary>
public sealed class CurlTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_quickstart_with_curl_ends_in_a_token_that_verifies()
    {
        await using var site = await JwksSite.StartAsync();
        await using var idp = await Deployment.StartAsync(Ct, settings: new Dictionary<string, string> { ["Idp:Egress:AllowedHosts:0"] = site.Authority });

        var login = await CurlAsync(idp, "/org/login", null, $$"""{"email":"admin@acme.test","password":"{{IdpApp.Password}}"}""");
        var token = Text(login, "token");
        var pool = await CurlAsync(idp, "/org/userPool", token, """{"name":"WebAppUsers","description":"Users of the web app"}""");
        var id = Text(pool, "id");
        var app = await CurlAsync(idp, "/org/sdkClient", token, $$$$"""{"name":"CoolApp","description":"An app","kind":{"application":{"userPoolId":"{{{{id}}}}"}}}""");
        var service = await CurlAsync(idp, "/org/sdkClient", token, """{"name":"CoolService","description":"A service","kind":"service"}""");
        var key = Text(service.GetProperty("auth"), "secret");

        foreach (var (path, body) in new[] { ("/org/appUserIdToken", """{"appUserId":"user_x"}"""), ("/appUserIdToken", $$"""{"appUserId":"user_x","userPoolId":"{{id}}"}""") })
        {
            var issued = Text(await CurlAsync(idp, path, key, body), "appUserIdToken");
            var kid = JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(issued.Split('.')[0])).GetProperty("kid").GetString();
            var keys = await CurlAsync(idp, $"/pools/{id}/.well-known/jwks.json", null, null);
            Assert.Contains(keys.GetProperty("keys").EnumerateArray(), one => one.GetProperty("kid").GetString() == kid);
            var verified = await CurlAsync(idp, "/org/appUserIdToken/verify", key, $$"""{"clientId":"{{Text(app, "id")}}","appUserIdToken":"{{issued}}"}""");
            Assert.True(verified.GetProperty("active").GetBoolean());
            Assert.Equal("user_x", Text(verified, "appUserId"));
        }

        Provider provider = new(TimeProvider.System.GetUtcNow());
        site.Publish(provider.Jwks);
        var own = await CurlAsync(idp, "/org/userPool", token, $$$"""{"name":"Own","description":"","authorization":{"jwksUri":"{{{site.Url()}}}","idClaim":"sub"}}""");
        var seen = await CurlAsync(idp, "/org/appUserIdToken/verify", key, $$"""{"userPoolId":"{{Text(own, "id")}}","appUserIdToken":"{{provider.Signed()}}"}""");
        Assert.Equal("user-of-the-token", Text(seen, "appUserId"));
        Assert.Equal("user-of-the-token", Text(await CurlAsync(idp, $"/org/userPool/{Text(own, "id")}/user/user-of-the-token", key, null), "appUserId"));

        var refused = await CurlAsync(idp, "/org/userPool", "nonsense", """{"name":"x","description":""}""", 401);
        Assert.Equal("invalid_token", Text(refused, "error"));
        Assert.Equal("not_found", Text(await CurlAsync(idp, $"/org/userPool/{id}/user/nobody", key, null, 404), "error"));
    }

    static string Text(JsonElement json, string member) => json.GetProperty(member).GetString()!;

    static async Task<JsonElement> CurlAsync(Deployment idp, string path, string? bearer, string? body, int status = 200)
    {
        ProcessStartInfo curl = new("curl") { ArgumentList = { "--silent", "--show-error", "--noproxy", "*", "--write-out", "\n%{http_code}", idp.Issuer + path } };
        if (bearer is not null) foreach (var one in (string[])["--header", $"Authorization: Bearer {bearer}"]) curl.ArgumentList.Add(one);
        if (body is not null) foreach (var one in (string[])["--header", "Content-Type: application/json", "--data", body]) curl.ArgumentList.Add(one);
        var answer = await Command.RunAsync(curl, null, TimeSpan.FromSeconds(30), Ct);
        Assert.True(answer.ExitCode == 0, answer.ToString());
        var end = answer.Output.LastIndexOf('\n');
        Assert.True(answer.Output[(end + 1)..] == $"{status}", answer.ToString());
        return JsonElement.Parse(answer.Output[..end]);
    }
}
