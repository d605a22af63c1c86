using System.Text.Json;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Org;
using Microsoft.Playwright;
using Xunit;

namespace IdentityServer.Tests.Flows;

/// <summary>/org/* called by pages in Chromium: what a registered origin reads, and that nobody else reads anything.</summary>
public sealed class CorsInBrowserTests(Chromium chromium, OrgApp org) : IClassFixture<OrgApp>
{
    const string Fetch = """
        async ({ address, calls }) => {
          const seen = [];
          for (const call of calls) {
            const headers = {};
            if (call.bearer) headers.Authorization = `Bearer ${call.bearer}`;
            if (call.body) headers['Content-Type'] = call.contentType;
            if (call.ifMatch) headers['If-Match'] = call.ifMatch;
            const body = call.body ? call.body + ' '.repeat(call.size) : undefined;
            try {
              const answer = await fetch(address + call.path, { method: call.method, headers, body });
              seen.push({ status: answer.status, json: await answer.json() });
            } catch (error) {
              seen.push({ status: 0, error: error.name });
            }
          }
          return JSON.stringify(seen);
        }
        """;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static async Task<IReadOnlyList<JsonElement>> FetchAsync(IPage page, string address, IEnumerable<OrgCall> calls, string? credentials = null) =>
        [.. JsonElement.Parse(await page.EvaluateAsync<string>(credentials is null ? Fetch : Fetch.Replace("headers, body }", $"headers, body, credentials: '{credentials}' }}", StringComparison.Ordinal), new
        {
            address,
            calls = calls.Select(call => new { method = call.Method, path = call.Path, bearer = call.Bearer, body = call.Body, contentType = call.ContentType, ifMatch = call.IfMatch, size = call.Size }).ToArray(),
        })).EnumerateArray()];

    static int[] Statuses(IReadOnlyList<JsonElement> seen) => [.. seen.Select(one => one.GetProperty("status").GetInt32())];

    [Fact]
    public async Task A_registered_origin_reads_status_and_body_of_everything_and_no_other_reads_anything()
    {
        await using var idp = await Doorway.OpenAsync(org.App);
        await using var mine = await StaticSite.StartAsync(Ct);
        await using var bravos = await StaticSite.StartAsync(Ct);
        await using var nobodys = await StaticSite.StartAsync(Ct);
        await OrgApp.ApplicationAsync(org.Admin, await OrgApp.PoolAsync(org.Admin), mine.Origin + "/callback");
        await OrgApp.ApplicationAsync(org.Other, await OrgApp.PoolAsync(org.Other), bravos.Origin + "/callback");
        var calls = await OrgCall.AllAsync(org);

        await using var tab = await chromium.OpenAsync(mine.Origin + "/");
        var seen = await FetchAsync(tab.Page, idp.Address, calls);
        Assert.Equal(calls.Select(call => call.Status), Statuses(seen));
        foreach (var refusal in seen.Where(one => one.GetProperty("status").GetInt32() >= 400))
        {
            Assert.NotEmpty(refusal.GetProperty("json").GetProperty("detail").GetString()!);
            Assert.Equal(refusal.GetProperty("status").GetInt32(), refusal.GetProperty("json").GetProperty("status").GetInt32());
        }
        Assert.NotEmpty(idp.Preflights);
        Assert.All(idp.Preflights, preflight => Assert.DoesNotContain(preflight.Keys, name => name is "Authorization" or "Cookie"));

        // With cookies asked for nothing may be read, by anybody.
        Assert.All(Statuses(await FetchAsync(tab.Page, idp.Address, calls, "include")), status => Assert.Equal(0, status));

        await using var stranger = await chromium.OpenAsync(nobodys.Origin + "/");
        Assert.All(Statuses(await FetchAsync(stranger.Page, idp.Address, calls)), status => Assert.Equal(0, status));
        // The same server by its other name is another origin.
        await using var alike = await chromium.OpenAsync(mine.SameSiteOrigin + "/");
        Assert.All(Statuses(await FetchAsync(alike.Page, idp.Address, calls)), status => Assert.Equal(0, status));
        await using var opaque = await chromium.OpenAsync("data:text/html,<title>null</title>");
        Assert.All(Statuses(await FetchAsync(opaque.Page, idp.Address, calls)), status => Assert.Equal(0, status));

        await using var bravo = await chromium.OpenAsync(bravos.Origin + "/");
        Assert.Equal(calls.Select(call => call.Bearer is null || call.Status == 401 ? call.Status : 0), Statuses(await FetchAsync(bravo.Page, idp.Address, calls)));
        OrgCall own = new(200, "GET", "/org/userPool", org.Other.Bearer);
        Assert.Equal((int[])[200], Statuses(await FetchAsync(bravo.Page, idp.Address, [own])));
        Assert.Equal((int[])[0], Statuses(await FetchAsync(tab.Page, idp.Address, [own])));

        // Last, since all of these pages are one address.
        var bad = Enumerable.Repeat(new OrgCall(401, "GET", "/org/userPool", "nonsense"), 100).ToArray();
        for (var i = 0; i < 20 && !Statuses(seen).Contains(429); i++) seen = await FetchAsync(tab.Page, idp.Address, bad);
        var limited = seen.Last(one => one.GetProperty("status").GetInt32() == 429);
        Assert.Equal("too_many_requests", limited.GetProperty("json").GetProperty("error").GetString());
        Assert.All(Statuses(await FetchAsync(stranger.Page, idp.Address, bad)), status => Assert.Equal(0, status));
    }

    /// <summary>A body that is too large is refused before all of it has come, which a browser may take for a broken connection.</summary>
    [Fact]
    public async Task Over_the_servers_own_sockets_refusals_are_read_too()
    {
        await using var site = await StaticSite.StartAsync(Ct);
        await using var idp = await Deployment.StartAsync(Ct, spaOrigin: site.Origin);
        async Task<Answer> PostAsync(string path, object body, string? bearer = null)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = System.Net.Http.Json.JsonContent.Create(body) };
            if (bearer is not null) request.Headers.Authorization = new("Bearer", bearer);
            var answer = await idp.Caller.SendAsync(request, Ct);
            return answer.Status == 200 ? answer : throw new InvalidOperationException($"{path}: {answer}");
        }
        var admin = (await PostAsync("/org/login", new { email = "admin@acme.test", password = IdpApp.Password }))["token"]!;
        var pool = (await PostAsync("/org/userPool", new { name = "P", description = "" }, admin))["id"]!;
        await PostAsync("/org/sdkClient", new { name = "A", description = "", kind = new { application = new { userPoolId = pool } }, oauthConfig = new { redirectUrls = new[] { site.Origin + "/cb" } } }, admin);
        const string form = "application/x-www-form-urlencoded";
        OrgCall[] calls =
        [
            new(200, "GET", "/org/userPool/" + pool, admin),
            new(401, "GET", "/org/userPool/" + pool, "nonsense"),
            new(405, "DELETE", "/org/login", admin),
            new(415, "POST", "/org/userPool", admin, "{}", "text/plain"),
            new(413, "POST", "/org/userPool", admin, "{}", Size: OrgCall.TooLarge),
            new(413, "POST", "/org/userPool", admin, "{}", Size: 8 * OrgCall.TooLarge),
            new(401, "POST", "/connect/token", null, "client_id=nobody", form),
            new(405, "GET", "/connect/token", null),
            new(413, "POST", "/connect/token", null, "client_id=spa", form, Size: OrgCall.TooLarge),
            new(413, "POST", "/connect/token", null, "client_id=spa", form, Size: 8 * OrgCall.TooLarge),
            new(401, "GET", "/connect/userinfo", "nonsense"),
        ];
        await using var tab = await chromium.OpenAsync(site.Origin + "/");
        Assert.Equal(calls.Select(call => call.Status), Statuses(await FetchAsync(tab.Page, idp.Issuer, calls)));
    }
}
