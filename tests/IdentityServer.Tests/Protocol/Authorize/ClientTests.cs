using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Authorize;

/// <summary>S001, S002: who asks, and each parameter once.</summary>
public sealed class ClientTests(SharedApp shared) : AppTests(shared)
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("WEB")]
    [InlineData("web ")]
    [InlineData("web\u200b")]
    [InlineData("' OR 1=1 --")]
    [InlineData("<script>alert(1)</script>")]
    public async Task A_client_that_is_missing_or_unknown_gets_a_page_and_never_a_redirect(string? client)
    {
        using var browser = await SignedInAsync();
        var page = await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("client_id", client)), Ct);
        Expect.Page(page);
        Assert.DoesNotContain("<script>alert", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_client_gets_a_page_also_when_it_was_disabled_while_its_user_signed_in()
    {
        using var browser = App.NewBrowser();
        Expect.Page(await browser.GetAsync(AuthorizeUrl(await NewClientAsync(disabled: true)), Ct));

        var client = await NewClientAsync();
        var login = await browser.GetAsync(AuthorizeUrl(client), Ct);
        Expect.LoginPage(login);
        await NewClientAsync(id: client, disabled: true);
        Expect.Page(await browser.SignInAsync(login, IdpApp.Alice, IdpApp.Password));
    }

    [Fact]
    public async Task A_client_of_another_pool_gets_a_page()
    {
        var id = $"c-{Guid.CreateVersion7():n}";
        await App.SaveAsync(new()
        {
            PoolId = new("another"),
            Id = new(id),
            Name = id,
            RedirectUris = [TestClients.Callback],
            Scope = Domain.Protocol.ScopeSet.Of("openid"),
            CreatedAt = App.Clock.Now,
        });
        using var browser = await SignedInAsync();
        Expect.Page(await browser.GetAsync(AuthorizeUrl(id), Ct));
    }

    [Theory]
    [InlineData("client_id", TestClients.Web)]
    [InlineData("client_id", TestClients.Evil)]
    [InlineData("redirect_uri", TestClients.Callback)]
    [InlineData("redirect_uri", TestClients.EvilCallback)]
    public async Task Two_client_ids_or_two_redirect_uris_get_a_page_in_either_order(string name, string second)
    {
        using var browser = await SignedInAsync();
        var url = AuthorizeUrl();
        var extra = $"{name}={Uri.EscapeDataString(second)}";
        Expect.Page(await browser.GetAsync($"{url}&{extra}", Ct));
        Expect.Page(await browser.GetAsync(url.Replace("?", $"?{extra}&", StringComparison.Ordinal), Ct));
    }

    [Theory]
    [InlineData("response_type", "code")]
    [InlineData("response_type", "token")]
    [InlineData("scope", "openid")]
    [InlineData("scope", "openid email")]
    [InlineData("nonce", "n-0S6_WzA2Mj")]
    [InlineData("nonce", "other")]
    [InlineData("code_challenge", Challenge)]
    [InlineData("code_challenge", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")]
    [InlineData("code_challenge_method", "S256")]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("prompt", "none")]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "1000")]
    [InlineData("id_token_hint", "x")]
    [InlineData("claims", "{}")]
    [InlineData("extra", "1")]
    public async Task Any_other_parameter_twice_is_invalid_request(string name, string second)
    {
        using var browser = await SignedInAsync();
        var first = name switch { "prompt" => "none", "max_age" => "1000", "id_token_hint" => "x", "claims" => "{}", "extra" => "1", _ => null };
        var url = first is null ? AuthorizeUrl() : AuthorizeUrl(TestClients.Web, (name, first));
        Expect.Error(await browser.GetAsync($"{url}&{name}={Uri.EscapeDataString(second)}", Ct), "invalid_request");
    }

    [Theory]
    [InlineData(Expect.State)]
    [InlineData("other")]
    public async Task Of_two_states_neither_comes_back(string second)
    {
        using var browser = await SignedInAsync();
        Expect.Error(await browser.GetAsync($"{AuthorizeUrl()}&state={second}", Ct), "invalid_request", state: null);
    }

    [Theory]
    [InlineData("form_post", "query")]
    [InlineData("fragment", "form_post")]
    [InlineData("fragment", "fragment")]
    public async Task Of_two_response_modes_neither_is_obeyed(string first, string second)
    {
        using var browser = await SignedInAsync();
        var back = await browser.GetAsync($"{AuthorizeUrl(TestClients.Web, ("response_mode", first))}&response_mode={second}", Ct);
        Expect.Error(back, "invalid_request");
        Assert.NotEqual("", back.Uri.Query);
        Assert.Equal("", back.Uri.Fragment);
    }

    [Fact]
    public async Task A_parameter_in_the_url_and_another_in_the_body_is_refused_on_a_page()
    {
        using var browser = await SignedInAsync();
        var body = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(AuthorizeUrl().Split('?')[1]).Select(pair => (pair.Key, pair.Value.ToString())).ToArray();
        foreach (var extra in new[] { "client_id=web", "client_id=evil", "redirect_uri=https%3A%2F%2Fevil.example%2Fcb", "scope=openid", "state=other" })
            Expect.Page(await browser.PostRawAsync($"/connect/authorize?{extra}", body));
        Assert.Equal(303, (int)(await browser.PostRawAsync("/connect/authorize", body)).Status);
    }

    [Theory]
    [InlineData("client_id=%00")]
    [InlineData("client_id=%ff")]
    [InlineData("client_id=%c0%ae")]
    [InlineData("client_id=%ed%a0%80")]
    [InlineData("%00=x")]
    public async Task Bytes_that_are_not_text_get_a_page(string query)
    {
        using var browser = App.NewBrowser();
        Expect.Page(await browser.SendRawAsync($"/connect/authorize?{query}"));
        Expect.Page(await browser.SendRawAsync($"{AuthorizeUrl()}&{query.Replace("client_id", "state2", StringComparison.Ordinal)}"));
    }

    [Theory]
    [InlineData("client_id=%4")]
    [InlineData("client_id=%zz")]
    [InlineData("client_id=web&%")]
    public async Task A_broken_percent_sign_gets_a_page(string body)
    {
        using var browser = App.NewBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/authorize")
        {
            Content = new StringContent(body, null, "application/x-www-form-urlencoded"),
        };
        Assert.Equal(400, (int)(await browser.SendAsync(request, Ct)).StatusCode);
    }

    [Fact]
    public async Task More_parameters_than_anyone_needs_get_a_page()
    {
        using var browser = App.NewBrowser();
        Expect.Page(await browser.GetAsync(AuthorizeUrl() + string.Concat(Enumerable.Range(0, 200).Select(i => $"&p{i}=1")), Ct));
    }
}
