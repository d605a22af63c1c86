using System.Text.Json.Nodes;
using IdentityServer.Domain.Connections;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Pools;
using Xunit;

namespace IdentityServer.Tests.Connections;

/// <summary>Answers that do not belong to what was begun: no session, no code or secret of ours to anybody else. RFC 9700 §4.4, §4.7, RFC 9207.</summary>
public sealed class MixUpTests : IClassFixture<Elsewhere>
{
    readonly Elsewhere at;

    public MixUpTests(Elsewhere at)
    {
        this.at = at;
        at.Reset();
    }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static string NewSub() => $"mallory-{Guid.CreateVersion7():n}";

    [Theory]
    [InlineData("missing")]
    [InlineData("empty")]
    [InlineData("nonsense")]
    [InlineData("changed")]
    [InlineData("longer")]
    [InlineData("of another login")]
    public async Task A_state_that_is_not_this_browsers_is_refused_and_nothing_is_asked_for(string kind)
    {
        var (away, other) = (await at.BeginAsync(), await at.BeginAsync());
        var own = away.Asked("state");
        var state = kind switch
        {
            "missing" => null,
            "empty" => "",
            "nonsense" => "../%00<script>",
            "changed" => (own[0] == 'A' ? 'B' : 'A') + own[1..],
            "longer" => own + "A",
            _ => other.Asked("state"),
        };
        await RefusedAsync(away.Browser, await away.ReturnAsync(NewSub(), ("state", state)), asked: 0);
    }

    [Fact]
    public async Task A_state_is_refused_in_another_browser_and_is_good_there_where_it_was_begun()
    {
        var away = await at.BeginAsync();
        var url = at.A.Answer(away.Sent, NewSub());
        using var thief = at.App.NewBrowser();
        await RefusedAsync(thief, await thief.GetAsync(url, Ct), asked: 0);
        Expect.Code(await away.Browser.GetAsync(url, Ct));
    }

    [Fact]
    public async Task A_state_expires()
    {
        var away = await at.BeginAsync();
        at.App.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        await RefusedAsync(away.Browser, await away.ReturnAsync(NewSub()), asked: 0);
    }

    /// <summary>S057, one node after the other: the second time nothing is sent to the provider, and nobody is signed out.</summary>
    [Fact]
    public async Task An_answer_is_good_once()
    {
        var away = await at.BeginAsync();
        var url = at.A.Answer(away.Sent, NewSub());
        Expect.Code(await away.Browser.GetAsync(url, Ct));
        Expect.Page(await away.Browser.GetAsync(url, Ct));
        Assert.Single(at.A.TokenRequests);
    }

    /// <summary>S057, at the same moment on two nodes, with all that the browser has.</summary>
    [Fact]
    public async Task Of_many_at_once_on_two_nodes_one_gets_through()
    {
        await using var second = at.App.Join();
        var away = await at.BeginAsync();
        var url = at.A.Answer(away.Sent, NewSub());
        var cookies = away.Browser.Cookies.Header(new(url));
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            using HttpRequestMessage request = new(HttpMethod.Get, url) { Headers = { { "Cookie", cookies } } };
            return await (i % 2 == 0 ? at.App : second).SendAsync(request);
        }));
        Assert.Single(at.A.TokenRequests);
        Assert.Single(answers, answer => answer.Headers.Location?.OriginalString.Contains("/connect/authorize/resume", StringComparison.Ordinal) is true);
        Assert.All(answers, answer => Assert.True(answer.Status < 500, answer.ToString()));
    }

    /// <summary>S101: a provider's words are no HTML of ours, and its errors are no news to anybody.</summary>
    [Theory]
    [InlineData("access_denied")]
    [InlineData("server_error")]
    [InlineData("login_required")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("")]
    public async Task An_error_is_told_in_words_of_ours(string error)
    {
        var away = await at.BeginAsync();
        var page = await away.ReturnAsync(NewSub(), ("code", null), ("error", error), ("error_description", "<script>alert('own3d')</script>"), ("error_uri", "https://evil.example/"));
        await RefusedAsync(away.Browser, page, asked: 0);
        foreach (var text in (string[])["own3d", "<script>alert(1)", "evil.example"])
        {
            Assert.DoesNotContain(text, page.Body, StringComparison.Ordinal);
            if (page.Hops.Count > 1) Assert.DoesNotContain(text, Uri.UnescapeDataString(page.Uri.ToString()), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("code and error")]
    [InlineData("no code")]
    [InlineData("code empty")]
    [InlineData("code of a megabyte")]
    [InlineData("iss missing")]
    [InlineData("iss of another")]
    [InlineData("iss of ours")]
    [InlineData("iss with a slash")]
    public async Task An_answer_that_is_not_whole_is_refused_and_nothing_is_asked_for(string kind)
    {
        var away = await at.BeginAsync();
        (string, string?)[] changes = kind switch
        {
            "code and error" => [("error", "access_denied")],
            "no code" => [("code", null)],
            "code empty" => [("code", "")],
            "code of a megabyte" => [("code", new('c', 8 * 1024))],
            "iss missing" => [("iss", null)],
            "iss of another" => [("iss", at.B.Issuer)],
            "iss of ours" => [("iss", IdpApp.Issuer)],
            _ => [("iss", at.A.Issuer + "/")],
        };
        await RefusedAsync(away.Browser, await away.ReturnAsync(NewSub(), changes), asked: 0);
    }

    [Theory]
    [InlineData("code")]
    [InlineData("state")]
    [InlineData("iss")]
    public async Task A_parameter_that_stands_twice_is_refused(string name)
    {
        var away = await at.BeginAsync();
        var url = at.A.Answer(away.Sent, NewSub());
        await RefusedAsync(away.Browser, await away.Browser.GetAsync($"{url}&{name}=twice", Ct), asked: 0);
    }

    /// <summary>S102: begun at the honest one, answered at the evil one's callback, with whatever iss.</summary>
    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData(null)]
    public async Task An_answer_at_another_connections_callback_sends_nothing_to_anybody(string? iss)
    {
        var away = await at.BeginAsync();
        var url = at.A.Answer(away.Sent, NewSub(), ("iss", iss switch { "a" => at.A.Issuer, "b" => at.B.Issuer, _ => null }));
        var moved = url.Replace($"/{Elsewhere.Honest}?", $"/{Elsewhere.Evil}?", StringComparison.Ordinal);
        Assert.NotEqual(url, moved);
        await RefusedAsync(away.Browser, await away.Browser.GetAsync(moved, Ct), asked: 0);
    }

    /// <summary>S102: the evil one names the honest one's authorization endpoint, where people trust the page, and its own for the code.</summary>
    [Fact]
    public async Task A_code_of_the_honest_provider_never_comes_to_the_evil_one()
    {
        at.B.Discovery = document => document["authorization_endpoint"] = at.A.Issuer + "/authorize";
        await at.ConnectAnewAsync("evil-page");
        var away = await at.BeginAsync("evil-page");
        Assert.Equal(at.A.Authority, away.Sent.Authority);
        // The honest one says who it is, whoever asks.
        await RefusedAsync(away.Browser, await away.ReturnAsync(NewSub()), asked: 0);
    }

    /// <summary>S102: the evil one names the honest one's token endpoint. What goes there is the evil connection's: its secret, its code.</summary>
    [Fact]
    public async Task The_honest_connections_secret_is_shown_to_the_honest_provider_alone()
    {
        at.B.Discovery = document => document["token_endpoint"] = at.A.Issuer + ScriptedProvider.TokenPath;
        await at.ConnectAnewAsync("evil-token");
        var away = await at.BeginAsync("evil-token");
        var page = await away.ReturnAsync(NewSub());
        Assert.False(page.IsAtClient);
        await HostileProviderTests.OutsideAsync(away.Browser);
        Expect.Code(await (await at.BeginAsync()).ReturnAsync(NewSub()));
        var honest = OidcCalls.Basic(Elsewhere.ClientId, Elsewhere.SecretAt(Elsewhere.Honest)).ToString();
        Assert.Empty(at.B.TokenRequests);
        Assert.Equal([false, true], at.A.TokenRequests.Select(request => request.Authorization == honest));
    }

    /// <summary>S102: an assertion is for the issuer that is pinned, whatever address the metadata gives: it opens nothing elsewhere.</summary>
    [Fact]
    public async Task An_assertion_is_for_the_pinned_issuer()
    {
        await at.ConnectAnewAsync("evil-assertion", connection => connection with { AuthMethod = UpstreamAuthMethod.PrivateKeyJwt });
        Expect.Code(await (await at.BeginAsync("evil-assertion")).ReturnAsync(NewSub()));
        var (form, authorization) = Assert.Single(at.B.TokenRequests);
        Assert.Null(authorization);
        Assert.False(form.ContainsKey("client_secret"));
        var claims = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(form["client_assertion"].Split('.')[1]))!;
        Assert.Equal((at.B.Issuer, Elsewhere.ClientId, Elsewhere.ClientId), (claims["aud"]!.GetValue<string>(), claims["iss"]!.GetValue<string>(), claims["sub"]!.GetValue<string>()));
        Assert.InRange(claims["exp"]!.GetValue<long>() - at.App.Clock.Now.ToUnixTimeSeconds(), 1, 300);
    }

    /// <summary>S102: another pool's connection is not there, and neither is what was begun in another pool.</summary>
    [Fact]
    public async Task A_connection_is_one_pools()
    {
        var pool = await Realm.AddAsync(at.App);
        using var browser = at.App.NewBrowser();
        var there = await browser.GetAsync(pool.AuthorizeUrl(TestClients.Web, ("idp_hint", Elsewhere.Honest)), Ct);
        Assert.False(there.IsAtClient && there.Uri.IsLoopback, there.ToString());
        // One of the same name is another one.
        await Connecting.AddAsync(at.App, at.Organization, Elsewhere.Honest, at.A.Issuer, Elsewhere.ClientId, Elsewhere.SecretAt(Elsewhere.Honest), pool: pool.Id);
        var away = await at.BeginAsync();
        var url = at.A.Answer(away.Sent, NewSub()).Replace(IdpApp.Issuer, pool.Issuer, StringComparison.Ordinal);
        await RefusedAsync(away.Browser, await away.Browser.GetAsync(url, Ct), asked: 0);

        // Who somebody is there is another user in each pool.
        var sub = NewSub();
        var sent = await browser.GetAsync(pool.AuthorizeUrl(TestClients.Web, ("idp_hint", Elsewhere.Honest)), Ct);
        var back = await browser.GetAsync(at.A.Answer(sent.Uri, sub), Ct);
        Assert.True(back["code"] is not null, back.ToString());
        Assert.Null(await at.IdentityAsync(Elsewhere.Honest, sub));
        await HostileProviderTests.OutsideAsync(browser);
        Assert.NotNull(await at.App.Service<IUpstreamIdentityStore>().FindAsync(pool.Id, Elsewhere.Honest, sub, Ct));
    }

    /// <summary>S103: a document that names another issuer than the one that is configured.</summary>
    [Theory]
    [InlineData("https://evil.example")]
    [InlineData(null)]
    [InlineData("/")]
    [InlineData("case")]
    public async Task A_document_of_another_issuer_sends_nobody_anywhere(string? issuer)
    {
        at.B.Discovery = document => document["issuer"] = issuer switch { "/" => at.B.Issuer + "/", "case" => at.B.Issuer.Replace("http", "HTTP", StringComparison.Ordinal), _ => issuer };
        var id = $"s-{Guid.CreateVersion7():n}";
        await at.ConnectAnewAsync(id);
        using var browser = at.App.NewBrowser();
        var page = await browser.GetAsync(OidcCalls.AuthorizeUrl(TestClients.Web, ("idp_hint", id)), Ct);
        Assert.True(!page.IsAtClient && page.Status is System.Net.HttpStatusCode.OK or System.Net.HttpStatusCode.ServiceUnavailable or System.Net.HttpStatusCode.BadGateway, page.ToString());
        Assert.True(page.Has("#Password"), page.ToString());
        Assert.DoesNotContain("evil.example", page.Body, StringComparison.Ordinal);
        Assert.Equal(1, at.B.Requests);
    }

    /// <summary>S103, later: the last good document goes on, and the evil one's addresses are never called.</summary>
    [Fact]
    public async Task A_document_that_turns_into_anothers_changes_nothing()
    {
        Expect.Code(await (await at.BeginAsync()).ReturnAsync(NewSub()));
        at.A.Discovery = document =>
        {
            document["issuer"] = at.B.Issuer;
            foreach (var name in (string[])["authorization_endpoint", "token_endpoint", "jwks_uri"])
                document[name] = document[name]!.GetValue<string>().Replace(at.A.Issuer, at.B.Issuer, StringComparison.Ordinal);
        };
        at.App.Clock.Advance(TimeSpan.FromMinutes(11));
        var before = at.A.Count(ScriptedProvider.DiscoveryPath);
        var away = await at.BeginAsync();
        Assert.Equal((at.A.Authority, before + 1), (away.Sent.Authority, at.A.Count(ScriptedProvider.DiscoveryPath)));
        Expect.Code(await away.ReturnAsync(NewSub()));
        Assert.Equal(0, at.B.Requests);
        Assert.Contains("discovery_issuer_differs", at.Log.Text, StringComparison.Ordinal);
        at.A.Reset();
        at.App.Clock.Advance(TimeSpan.FromSeconds(31));
        Expect.Code(await (await at.BeginAsync()).ReturnAsync(NewSub()));
    }

    /// <summary>A page, or an error to the client, or nothing; and nobody is signed in.</summary>
    async Task RefusedAsync(Browser browser, WebPage page, int asked)
    {
        Assert.True((int)page.Status is >= 200 and < 500, page.ToString());
        Assert.Equal(asked, at.A.TokenRequests.Count + at.B.TokenRequests.Count);
        await HostileProviderTests.OutsideAsync(browser);
        browser.Dispose();
    }
}
