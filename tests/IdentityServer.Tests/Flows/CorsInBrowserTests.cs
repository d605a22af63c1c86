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

    static async Task<IReadOnlyList<JsonElement>> FetchAsync(IPage page, Doorway idp, IEnumerable<OrgCall> calls, string? credentials = null) =>
        [.. JsonElement.Parse(await page.EvaluateAsync<string>(credentials is null ? Fetch : Fetch.Replace("headers, body }", $"headers, body, credentials: '{credentials}' }}", StringComparison.Ordinal), new
        {
            address = idp.Address,
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
        var seen = await FetchAsync(tab.Page, idp, calls);
        Assert.Equal(calls.Select(call => call.Status), Statuses(seen));
        foreach (var refusal in seen.Where(one => one.GetProperty("status").GetInt32() >= 400))
        {
            Assert.NotEmpty(refusal.GetProperty("json").GetProperty("detail").GetString()!);
            Assert.Equal(refusal.GetProperty("status").GetInt32(), refusal.GetProperty("json").GetProperty("status").GetInt32());
        }
        Assert.NotEmpty(idp.Preflights);
        Assert.All(idp.Preflights, preflight => Assert.DoesNotContain(preflight.Keys, name => name is "Authorization" or "Cookie"));

        // With cookies asked for nothing may be read, by anybody.
        Assert.All(Statuses(await FetchAsync(tab.Page, idp, calls, "include")), status => Assert.Equal(0, status));

        await using var stranger = await chromium.OpenAsync(nobodys.Origin + "/");
        Assert.All(Statuses(await FetchAsync(stranger.Page, idp, calls)), status => Assert.Equal(0, status));
        // The same server by its other name is another origin.
        await using var alike = await chromium.OpenAsync(mine.SameSiteOrigin + "/");
        Assert.All(Statuses(await FetchAsync(alike.Page, idp, calls)), status => Assert.Equal(0, status));
        await using var opaque = await chromium.OpenAsync("data:text/html,<title>null</title>");
        Assert.All(Statuses(await FetchAsync(opaque.Page, idp, calls)), status => Assert.Equal(0, status));

        await using var bravo = await chromium.OpenAsync(bravos.Origin + "/");
        Assert.Equal(calls.Select(call => call.Bearer is null || call.Status == 401 ? call.Status : 0), Statuses(await FetchAsync(bravo.Page, idp, calls)));
        OrgCall own = new(200, "GET", "/org/userPool", org.Other.Bearer);
        Assert.Equal((int[])[200], Statuses(await FetchAsync(bravo.Page, idp, [own])));
        Assert.Equal((int[])[0], Statuses(await FetchAsync(tab.Page, idp, [own])));

        // Last, since all of these pages are one address.
        var bad = Enumerable.Repeat(new OrgCall(401, "GET", "/org/userPool", "nonsense"), 100).ToArray();
        for (var i = 0; i < 20 && !Statuses(seen).Contains(429); i++) seen = await FetchAsync(tab.Page, idp, bad);
        var limited = seen.Last(one => one.GetProperty("status").GetInt32() == 429);
        Assert.Equal("too_many_requests", limited.GetProperty("json").GetProperty("error").GetString());
        Assert.All(Statuses(await FetchAsync(stranger.Page, idp, bad)), status => Assert.Equal(0, status));
    }
}
