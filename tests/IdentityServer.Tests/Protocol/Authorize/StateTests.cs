using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Authorize;

/// <summary>S004: state comes back as it was, and iss with every answer.</summary>
public sealed class StateTests(SharedApp shared) : AppTests(shared)
{
    static readonly string Difficult = string.Concat(Enumerable.Repeat("+ %&\"<>'#?=;/\\ %2B%26 ä€😀 e\u0301 \u202e~", 80))[..2048];

    /// <summary>The Location as it is on the wire, decoded once.</summary>
    static string? Raw(WebPage answer, string name)
    {
        var location = answer.Response!.Headers.Location!.OriginalString;
        Assert.StartsWith(TestClients.Callback + "?", location, StringComparison.Ordinal);
        var pair = location[(TestClients.Callback.Length + 1)..].Split('&').SingleOrDefault(part => part.StartsWith(name + "=", StringComparison.Ordinal));
        return pair is null ? null : Uri.UnescapeDataString(pair[(name.Length + 1)..]);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("response_type", "token")]
    [InlineData("response_mode", "jwt")]
    [InlineData("code_challenge", null)]
    [InlineData("scope", "nothing")]
    [InlineData("prompt", "none login")]
    [InlineData("max_age", "-1")]
    [InlineData("claims", "[]")]
    [InlineData("request", "x")]
    [InlineData("id_token_hint", "x")]
    [InlineData("resource", "https://nobody.example")]
    public async Task State_and_issuer_come_back_byte_for_byte_with_a_code_and_with_every_error(string? name, string? value)
    {
        using var browser = await SignedInAsync();
        var url = name is null ? AuthorizeUrl(TestClients.Web, ("state", Difficult)) : AuthorizeUrl(TestClients.Web, ("state", Difficult), (name, value));
        var answer = await browser.SendRawAsync(url);
        Assert.Equal(303, (int)answer.Status);
        Assert.Equal(Difficult, Raw(answer, "state"));
        Assert.Equal(IdpApp.Issuer, Raw(answer, "iss"));
        Assert.Equal(name is null, Raw(answer, "code") is not null);
        Assert.Equal(name is not null, Raw(answer, "error") is not null);
    }

    [Fact]
    public async Task State_comes_back_when_nobody_is_signed_in_and_when_the_person_cancels_or_denies()
    {
        using var browser = App.NewBrowser();
        Expect.Error(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("state", Difficult), ("prompt", "none")), Ct), "login_required", Difficult);

        var login = await browser.GetAsync(AuthorizeUrl(TestClients.Asking, ("state", Difficult)), Ct);
        Expect.Error(await browser.PressAsync(login, "cancel"), "access_denied", Difficult);

        login = await browser.GetAsync(AuthorizeUrl(TestClients.Asking, ("state", Difficult)), Ct);
        var consent = await browser.SignInAsync(login, IdpApp.Bob, IdpApp.Password);
        Assert.True(consent.Has("#consent-deny"), consent.ToString());
        Expect.Error(await browser.SubmitAsync(consent, "form", Nothing, "consent-deny", Ct), "access_denied", Difficult);
    }

    [Fact]
    public async Task State_survives_form_post()
    {
        using var browser = await SignedInAsync();
        var page = await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("state", Difficult), ("response_mode", "form_post")), Ct);
        Expect.Code(await browser.SubmitAsync(page, "form", Nothing, null, Ct), Difficult);
    }

    [Fact]
    public async Task No_state_sent_means_none_comes_back()
    {
        using var browser = await SignedInAsync();
        Expect.Code(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("state", null)), Ct), state: null);
        Expect.Error(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("state", null), ("scope", "nothing")), Ct), "invalid_scope", state: null);
    }

    [Fact]
    public async Task Discovery_says_so()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration");
        var metadata = (await App.SendAsync(request)).Json;
        Assert.True(metadata.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());
        Assert.Equal(IdpApp.Issuer, metadata.GetProperty("issuer").GetString());
    }
}
