using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Connections;

/// <summary>Signing out here and there, with another product on the other side. RP-Initiated Logout §2, Back-Channel Logout §2.</summary>
public sealed class UpstreamLogoutTests(AtUpstream at) : IClassFixture<AtUpstream>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    async Task<(string Sub, Browser Browser, Answer Tokens)> SignedInAsync()
    {
        var sub = $"sub-{Guid.CreateVersion7():n}";
        await at.Upstream.PersonAsync(new { sub, email = $"{sub}@upstream.example", email_verified = true }, Ct);
        var browser = at.NewBrowser();
        return (sub, browser, await at.TokensAsync(browser, ("scope", "openid offline_access")));
    }

    async Task<bool> IsThereAsync(string sub) => (await at.Upstream.SessionsAsync(Ct)).Any(session => session.Sub == sub);

    [Fact]
    public async Task Signing_out_here_signs_out_there_and_comes_back_to_the_application()
    {
        var (sub, browser, tokens) = await SignedInAsync();
        using var _ = browser;
        Assert.True(await IsThereAsync(sub));
        var url = $"/connect/endsession?id_token_hint={tokens["id_token"]}&post_logout_redirect_uri={Uri.EscapeDataString(TestClients.SignedOut)}&state=bye";
        var page = await browser.GetAsync(url, Ct);
        // Whatever has to be pressed or submits itself, here or there.
        for (var i = 0; i < 4 && !page.IsAtClient && page.Has("form"); i++) page = await browser.SubmitAsync(page, "form", new Dictionary<string, string>(), null, Ct);
        Assert.True(page.IsAtClient, page.ToString());
        Assert.Equal((TestClients.SignedOut, "bye"), (page.Uri.GetLeftPart(UriPartial.Path), page["state"]));
        Assert.False(await IsThereAsync(sub));
        await HostileProviderTests.OutsideAsync(browser);
    }

    [Fact]
    public async Task Signing_out_there_signs_out_here_and_only_that_person()
    {
        var (sub, browser, tokens) = await SignedInAsync();
        var (_, other, _) = await SignedInAsync();
        using var _ = browser;
        Assert.Equal([200], await at.Upstream.LogOutAsync(sub, Ct));
        await HostileProviderTests.OutsideAsync(browser);
        // Back-Channel Logout §2.7: offline access was given for the time without a session.
        Assert.Equal(200, (await at.App.RefreshAsync(tokens.RefreshToken)).Status);
        Expect.Code(await other.GetAsync(OidcCalls.AuthorizeUrl(TestClients.Web, ("prompt", "none")), Ct));
        other.Dispose();
    }

    /// <summary>Who cannot be asked is signed out here all the same.</summary>
    [Fact]
    public async Task While_it_is_down_people_are_signed_out_here()
    {
        var (_, browser, tokens) = await SignedInAsync();
        using var _ = browser;
        await at.Upstream.DownAsync(Ct);
        browser.StopAt = url => url.Host != "idp.test";
        try
        {
            await browser.GetAsync($"/connect/endsession?id_token_hint={tokens["id_token"]}", Ct);
            await HostileProviderTests.OutsideAsync(browser);
        }
        finally
        {
            await at.Upstream.UpAsync(Ct);
        }
    }
}
