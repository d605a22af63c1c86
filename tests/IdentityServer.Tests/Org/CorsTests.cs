using System.Net;
using IdentityServer.Tests.Fixture;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace IdentityServer.Tests.Org;

/// <summary>S132: which web origin may read which answer of /org/*.</summary>
public sealed class CorsTests(OrgApp org) : IClassFixture<OrgApp>, IAsyncLifetime
{
    const string Origin = "https://shop.acme.example";
    const string OtherOrigin = "https://shop.bravo.example";

    public async ValueTask InitializeAsync()
    {
        await OrgApp.ApplicationAsync(org.Admin, await OrgApp.PoolAsync(org.Admin), Origin + "/callback");
        await OrgApp.ApplicationAsync(org.Other, await OrgApp.PoolAsync(org.Other), OtherOrigin + "/callback");
    }

    public ValueTask DisposeAsync() => default;

    public static TheoryData<string> Foreign => new(
        "https://evil.example", "null", "https://shop.acme.example.evil.example", "https://evil-shop.acme.example", "https://xshop.acme.example", "https://shop.acme.exampl", "https://acme.example",
        "http://shop.acme.example", "https://shop.acme.example:443", "https://shop.acme.example:8443", "https://shop.acme.example/", "https://shop.acme.example/callback", "HTTPS://SHOP.ACME.EXAMPLE",
        "https://shop.acme.example, https://evil.example", "*", "", "https://shop.acme.example\u200b", IdpApp.Issuer, "https://user@shop.acme.example", "https://shop.acme.example\\@evil.example", "file://");

    static string? Allowed(Answer answer) => answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? string.Join('|', values) : null;

    static void NeverWithCredentials(Answer answer)
    {
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.NotEqual("*", Allowed(answer));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Contains("Origin", answer.Headers.Vary);
    }

    [Fact]
    public async Task A_registered_origin_reads_every_status()
    {
        var calls = await OrgCall.AllAsync(org);
        foreach (var call in calls)
        {
            var answer = await call.SendAsync(org.App, ("Origin", Origin));
            Assert.True(call.Status == answer.Status, $"{call}: {answer}");
            Assert.True(Origin == Allowed(answer), $"{call}: {answer}");
            NeverWithCredentials(answer);
            foreach (var header in (string[])["ETag", "Retry-After", "WWW-Authenticate", "Idempotency-Replayed"])
                Assert.Contains(header, answer.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
        }
        Assert.Equal([200, 400, 401, 403, 404, 405, 409, 412, 413, 415, 500, 503], calls.Select(call => call.Status).Distinct());
    }

    [Theory, MemberData(nameof(Foreign))]
    public async Task An_unregistered_origin_reads_nothing(string origin)
    {
        foreach (var call in await OrgCall.AllAsync(org))
        {
            var answer = await call.SendAsync(org.App, ("Origin", origin));
            Assert.True(call.Status == answer.Status, $"{call}: {answer}");
            Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
            NeverWithCredentials(answer);
        }
    }

    /// <summary>With a stolen bearer of Acme's, say: it reads that a call was refused, and never what one was told.</summary>
    [Fact]
    public async Task Another_organizations_origin_reads_refusals_of_strangers_and_nothing_of_ours()
    {
        foreach (var call in await OrgCall.AllAsync(org))
        {
            var answer = await call.SendAsync(org.App, ("Origin", OtherOrigin));
            var isOfNobody = call.Status == 401 || call.Bearer is null;
            Assert.True((isOfNobody ? OtherOrigin : null) == Allowed(answer), $"{call}: {answer}");
            NeverWithCredentials(answer);
        }
        Assert.Equal(OtherOrigin, Allowed(await org.Other.GetAsync("/org/userPool", ("Origin", OtherOrigin))));
        Assert.Null(Allowed(await org.Other.GetAsync("/org/userPool", ("Origin", Origin))));
    }

    [Theory]
    [InlineData("/org/userPool")]
    [InlineData("/org/appUserIdToken/verify")]
    [InlineData("/appUserIdToken")]
    [InlineData("/org/nothing")]
    public async Task A_preflight_needs_no_credentials(string path)
    {
        Task<Answer> AskAsync(string origin) => org.App.RawAsync(HttpMethod.Options, path,
            headers: [("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type,x-powered-by")]);

        foreach (var origin in (string[])[Origin, OtherOrigin])
        {
            var answer = await AskAsync(origin);
            Assert.Equal((204, origin, ""), (answer.Status, Allowed(answer), answer.Body));
            foreach (var method in (string[])["GET", "POST", "PATCH", "DELETE"]) Assert.Contains(method, answer.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
            foreach (var header in (string[])["authorization", "content-type", "idempotency-key", "if-match"])
                Assert.Contains(header, answer.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
            NeverWithCredentials(answer);
        }
        foreach (var row in Foreign)
        {
            var answer = await AskAsync(row.Data);
            Assert.Equal(204, answer.Status);
            Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task Too_many_bad_bearers_of_an_address_are_turned_away_and_the_page_reads_why()
    {
        var address = IPAddress.Parse("203.0.113.7");
        Task<(int Status, IHeaderDictionary Headers)> TryAsync(string bearer, string origin, IPAddress from) => SendAsync(bearer, origin, from);
        var statuses = new List<int>();
        for (var i = 0; i < 400 && !statuses.Contains(429); i++) statuses.Add((await TryAsync("idp_ak_" + new string('x', 43), Origin, address)).Status);
        Assert.Equal([401, 429], statuses.Distinct());
        Assert.InRange(statuses.Count, 200, 400);
        Assert.Contains("management refused: TooManyBearers ", org.Log.Text, StringComparison.Ordinal);

        // A good bearer waits with the bad ones, or trying would go on; its page reads why.
        for (var i = 0; i < 5; i++) await TryAsync("x", Origin, address);
        var (status, headers) = await TryAsync("x", Origin, address);
        Assert.Equal((429, Origin, "5"), (status, headers.AccessControlAllowOrigin.ToString(), headers.RetryAfter.ToString()));
        Assert.Contains("Retry-After", headers.AccessControlExposeHeaders.ToString(), StringComparison.Ordinal);
        Assert.Equal("", (await TryAsync("x", "https://evil.example", address)).Headers.AccessControlAllowOrigin.ToString());
        // Somebody elsewhere is not disturbed.
        Assert.Equal(200, (await TryAsync(org.Admin.Bearer!, Origin, IPAddress.Parse("198.51.100.7"))).Status);
    }

    async Task<(int Status, IHeaderDictionary Headers)> SendAsync(string bearer, string origin, IPAddress from)
    {
        var answer = await org.App.Server.SendAsync(http =>
        {
            (http.Request.Method, http.Request.Scheme, http.Request.Host, http.Request.Path) = ("GET", "https", new("idp.test"), "/org/userPool");
            (http.Request.Headers.Origin, http.Request.Headers.Authorization) = (origin, $"Bearer {bearer}");
            http.Connection.RemoteIpAddress = from;
        }, TestContext.Current.CancellationToken);
        return (answer.Response.StatusCode, answer.Response.Headers);
    }

    [Fact]
    public async Task The_api_of_operators_and_its_description_have_no_cors()
    {
        foreach (var path in (string[])["/v1/keys", "/v1/audit", "/openapi/v1.json"])
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Options])
            {
                var answer = await org.App.RawAsync(method, path, authorization: $"Bearer {org.Admin.Bearer}", headers: [("Origin", Origin), ("Access-Control-Request-Method", "GET")]);
                Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
            }
        }
    }
}
