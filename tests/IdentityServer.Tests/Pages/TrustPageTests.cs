using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Org;
using Xunit;
using static IdentityServer.Tests.Pages.AdminScene;

namespace IdentityServer.Tests.Pages;

/// <summary>An issuer is trusted by pasting a token of it into a page.</summary>
public sealed class TrustPageTests(OrgApp org) : IClassFixture<OrgApp>
{
    readonly ScriptedIssuer issuer = new(org.App, org.Site);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pasted_token_is_shown_first_then_its_issuer_trusted_and_its_tokens_let_in()
    {
        var (browser, page) = await EnterAsync(org);
        var token = issuer.Workflow();
        // As a terminal breaks it.
        var preview = await TrustAsync(browser, page, "preview-it", ("Token", $"  {token[..50]}\r\n{token[50..]}\n"), ("Expression", "{repository}|{ref_name}"), ("Roles", "acme/site|main = ReadOnly\r\n\r\nacme/* = readonly"));
        Assert.Equal(("acme/site|main", "ReadOnly"), (preview.Text("#preview-user"), preview.Text("#preview-role")));
        Assert.Contains("run_id", preview.Document.QuerySelectorAll(".claim").Select(claim => claim.TextContent));
        Assert.Contains("begins with acme/", preview.Text(".warning"), StringComparison.Ordinal);
        Assert.Equal(token, preview.Document.QuerySelector("#Token")!.TextContent.Trim());
        Assert.Equal(401, (await (org.Admin with { Bearer = token }).GetAsync("/org/userPool")).Status);

        // What was changed since is shown again, and not saved.
        var again = await TrustAsync(browser, preview, "trust-it", ("Expression", "{repository}"));
        Assert.Equal("acme/site", again.Text("#preview-user"));
        var saved = await TrustAsync(browser, await TrustAsync(browser, again, "preview-it", ("Expression", "{repository}|{ref_name}")), "trust-it");
        Assert.Equal(Identities + "?done=added", saved.Uri.PathAndQuery);
        Assert.Equal(issuer.Issuer, About(saved, issuer.Issuer).QuerySelector("h3")!.TextContent);
        Assert.DoesNotContain(token.Split('.')[1], saved.Body, StringComparison.Ordinal);
        Assert.Equal("", saved.Document.QuerySelector("#Token")!.TextContent.Trim());
        Assert.Equal(200, (await (org.Admin with { Bearer = issuer.Workflow() }).GetAsync("/org/userPool")).Status);

        var changed = await AdminScene.PressAsync(browser, saved, issuer.Issuer, "roles", ("Roles", "acme/site|main = Member"));
        Assert.Contains("acme/site|main = Member", About(changed, issuer.Issuer).QuerySelector("textarea")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Line 1 has no role", (await AdminScene.PressAsync(browser, changed, issuer.Issuer, "roles", ("Roles", "a = Owner"))).Text("article .field-error"), StringComparison.Ordinal);
        Assert.Contains("somebody else was faster", (await AdminScene.PressAsync(browser, saved, issuer.Issuer, "off")).Text("#notice"), StringComparison.Ordinal);
        var off = await AdminScene.PressAsync(browser, changed, issuer.Issuer, "off");
        Assert.Equal(401, (await (org.Admin with { Bearer = issuer.Workflow() }).GetAsync("/org/userPool")).Status);
        var on = await AdminScene.PressAsync(browser, off, issuer.Issuer, "on");
        Assert.Equal(200, (await (org.Admin with { Bearer = issuer.Workflow() }).GetAsync("/org/userPool")).Status);
        Assert.False((await AdminScene.PressAsync(browser, on, issuer.Issuer, "remove")).Body.Contains(issuer.Issuer, StringComparison.Ordinal));
        Assert.Equal(401, (await (org.Admin with { Bearer = issuer.Workflow() }).GetAsync("/org/userPool")).Status);
        var audit = (await org.Admin.GetAsync("/v1/audit?limit=200")).Body;
        foreach (var action in new[] { "trusted_issuer.created", "trusted_issuer.changed", "trusted_issuer.removed" }) Assert.Contains(action, audit, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Split('.')[1], audit + org.Log.Text, StringComparison.Ordinal);
        browser.Dispose();
    }

    [Fact]
    public async Task What_is_wrong_is_said_beside_its_field()
    {
        var (browser, page) = await EnterAsync(org);
        var good = issuer.Workflow();
        ((string, string)[] Fields, string Field, string Says)[] wrongs =
        [
            ([], "Token", "Paste a token of the issuer"),
            ([("Token", "rubbish")], "Token", "This is not a JWT"),
            ([("Token", good[..^6] + "AAAAAA")], "Token", "The signature is not of the key"),
            ([("Token", good), ("Expression", "{team}")], "Token", "cannot be made of the claims"),
            ([("Token", good), ("Expression", "{")], "Expression", "The expression "),
            ([("Token", good), ("Audience", "another")], "Token", "The aud does not name"),
            ([("Token", good), ("Roles", "a = ReadOnly\nb")], "Roles", "Line 2 has no equals sign"),
            ([("Token", good), ("Roles", "* = Admin")], "Roles", "must have something before the *"),
            ([("Issuer", "http://10.0.0.1")], "Issuer", "The issuer "),
            ([("Issuer", "https://a.example"), ("JwksUri", "https://127.0.0.1/")], "JwksUri", "The address of the keys "),
        ];
        foreach (var (fields, field, says) in wrongs)
        {
            var answer = await TrustAsync(browser, page, "preview-it", fields);
            Assert.Contains(says, answer.Text($"#{field}-error"), StringComparison.Ordinal);
            Assert.Equal("true", answer.Document.QuerySelector("#" + field)!.GetAttribute("aria-invalid"));
            Assert.False(answer.Has("#preview"));
        }
        browser.Dispose();
    }

    [Fact]
    public async Task Another_organizations_issuers_are_neither_shown_nor_changed_and_nothing_typed_is_markup()
    {
        var mine = await issuer.TrustAsync(org.Admin, "{sub}", true, ("<i>x</i>\"'|y", Domain.Organizations.MemberRole.ReadOnly));
        var (browser, page) = await EnterAsync(org, "admin@bravo.test");
        Assert.DoesNotContain(issuer.Issuer, page.Body, StringComparison.Ordinal);
        var gone = await browser.PostRawAsync(Identities, [("__RequestVerificationToken", Expect.FormToken(page)), ("action", "remove"), ("Id", mine.Id), ("Version", mine.Version)]);
        Assert.Contains("not there any more", gone.Text("#notice"), StringComparison.Ordinal);
        var taken = await TrustAsync(browser, await TrustAsync(browser, page, "preview-it", ("Token", issuer.Workflow())), "trust-it");
        Assert.Contains("trusted already", taken.Text("#notice"), StringComparison.Ordinal);
        var odd = await TrustAsync(browser, page, "preview-it", ("Token", "</textarea><script>alert(1)</script>"), ("Expression", "\"><img src=x onerror=alert(1)>"), ("Roles", "</textarea><b>"));
        Assert.Empty(odd.Document.QuerySelectorAll("script, img, main b"));

        var (owner, own) = await EnterAsync(org);
        Assert.Contains("<i>x</i>\"'|y", own.Text("article .plain"), StringComparison.Ordinal);
        Assert.Empty(own.Document.QuerySelectorAll("i"));
        Assert.DoesNotContain("\"done\"", (await owner.GetAsync(Identities + "?done=<script>", Ct)).Body, StringComparison.Ordinal);
        browser.Dispose();
        owner.Dispose();
    }
}
