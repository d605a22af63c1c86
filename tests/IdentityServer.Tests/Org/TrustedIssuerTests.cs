using System.Net;
using IdentityServer.Domain.Organizations;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Management;
using IdentityServer.Tests.Pools;
using Xunit;

namespace IdentityServer.Tests.Org;

/// <summary>S047 to S059: tokens of CI systems and clusters, taken as they are where an API key would be.</summary>
public sealed class TrustedIssuerTests(OrgApp org) : IClassFixture<OrgApp>
{
    const string Path = "/org/userPool";

    readonly ScriptedIssuer issuer = new(org.App, org.Site);

    OrgCaller With(string token) => org.Admin with { Bearer = token };

    [Fact]
    public async Task A_workflow_reads_by_its_role_and_writes_nothing()
    {
        await issuer.TrustAsync(org.Admin, "{repository}|{ref_name}|{run_id}", discovered: true, ("acme/site|main|*", MemberRole.ReadOnly));
        var pool = await OrgApp.PoolAsync(org.Admin, name: "Of Acme");
        var listed = await With(issuer.Workflow()).GetAsync(Path);
        Assert.True(listed.Status == 200, listed.ToString());
        Assert.Contains(pool, listed.Body, StringComparison.Ordinal);
        (await With(issuer.Workflow()).PostAsync(Path, new { name = "P", description = "" })).IsProblem(403, "insufficient_scope");
        (await With(issuer.Workflow(branch: "dev")).GetAsync(Path)).IsProblem(403, "insufficient_scope");
        (await With(issuer.Workflow("evil/site")).GetAsync(Path)).IsProblem(403, "insufficient_scope");
        Assert.Contains("management refused: TrustedTokenWithoutRole trusted:", org.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_administrators_service_account_writes_is_written_down_with_its_name()
    {
        var trusted = await issuer.TrustAsync(org.Admin, "k8s:{kubernetes.io.namespace}:{kubernetes.io.serviceaccount.name}", discovered: false, ("k8s:shop:reader", MemberRole.Admin), ("k8s:*", MemberRole.ReadOnly));
        org.App.Clock.Advance(TimeSpan.FromSeconds(1));
        var made = await With(issuer.ServiceAccount()).PostAsync(Path, new { name = "By the cluster", description = "" });
        Assert.True(made.Status == 200, made.ToString());
        var records = (await org.Admin.GetAsync("/v1/audit?limit=1")).Json.GetProperty("records")[0];
        Assert.Equal(($"trusted:{trusted.Id}:k8s:shop:reader", made["id"]), (records.GetProperty("actor").GetString(), records.GetProperty("target").GetString()));
        Assert.Equal(200, (await With(issuer.ServiceAccount(name: "other")).GetAsync(Path)).Status);
        (await With(issuer.ServiceAccount(name: "other")).PostAsync(Path, new { name = "P", description = "" })).IsProblem(403, "insufficient_scope");
    }

    [Fact]
    public async Task What_is_not_believed_is_as_bland_as_any_bad_bearer()
    {
        await issuer.TrustAsync(org.Admin, "{sub}", discovered: true, ("repo:acme/*", MemberRole.Admin));
        Assert.Equal(200, (await With(issuer.Workflow()).GetAsync(Path)).Status);
        var own = await org.App.TokensAsync();
        var stranger = new ScriptedIssuer(org.App, org.Site);
        var good = issuer.Workflow();
        var said = new HashSet<string>();
        (string Token, string Why)[] bad =
        [
            (good[..^6] + "AAAAAA", "signature_wrong"), (issuer.Workflow(audience: "else"), "audience_wrong"), (stranger.Workflow(), "issuer_untrusted"), (own.AccessToken, "issuer_ours"),
            (own["id_token"]!, "issuer_ours"), (Forge.Unsigned(good), "alg_none"), (issuer.Signed("{}"), "issuer_missing"), (issuer.Signed("{}", "logout+jwt"), "kind_wrong"),
        ];
        var calls = org.Site.Calls;
        foreach (var (token, why) in bad)
        {
            var answer = await With(token).GetAsync(Path);
            answer.IsProblem(401, "invalid_token");
            said.Add(answer.Body.Replace(answer["errorId"]!, "", StringComparison.Ordinal) + answer.Challenge());
            Assert.Contains($"management refused: TrustedTokenRefused {why}", org.Log.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(token.Split('.')[1], org.Log.Text, StringComparison.Ordinal);
        }
        var key = await With("idp_ak_" + new string('x', 43)).GetAsync(Path);
        said.Add(key.Body.Replace(key["errorId"]!, "", StringComparison.Ordinal) + key.Challenge());
        Assert.Single(said);
        Assert.Equal(calls, org.Site.Calls);
    }

    [Fact]
    public async Task An_issuer_that_is_disabled_opens_nothing_from_then_on()
    {
        var trusted = await issuer.TrustAsync(org.Admin, "{sub}", discovered: true, ("repo:acme/*", MemberRole.ReadOnly));
        Assert.Equal(200, (await With(issuer.Workflow()).GetAsync(Path)).Status);
        trusted = await issuer.ChangeAsync(trusted, found => found with { Disabled = true });
        (await With(issuer.Workflow()).GetAsync(Path)).IsProblem(401, "invalid_token");
        await issuer.ChangeAsync(trusted, found => found with { Disabled = false });
        Assert.Equal(200, (await With(issuer.Workflow()).GetAsync(Path)).Status);
    }

    [Fact]
    public async Task A_key_that_its_issuer_has_dropped_is_refused_after_a_minute()
    {
        await issuer.TrustAsync(org.Admin, "{sub}", discovered: true, ("repo:acme/*", MemberRole.ReadOnly));
        var token = issuer.Workflow();
        Assert.Equal(200, (await With(token).GetAsync(Path)).Status);
        issuer.DropKey();
        org.App.Clock.Advance(TimeSpan.FromSeconds(60));
        (await With(token).GetAsync(Path)).IsProblem(401, "invalid_token");
        Assert.Contains("management refused: TrustedTokenRefused kid_unknown", org.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_organization_is_neither_opened_nor_told()
    {
        await issuer.TrustAsync(org.Admin, "{sub}", discovered: true, ("repo:acme/*", MemberRole.Admin));
        var theirs = await OrgApp.PoolAsync(org.Other, name: "Of Bravo");
        var token = issuer.Workflow();
        Assert.DoesNotContain(theirs, (await With(token).GetAsync(Path)).Body, StringComparison.Ordinal);
        Assert.Equal(404, (await With(token).GetAsync($"{Path}/{theirs}")).Status);

        // The root is Acme's, which owns the installation; a pool is whose it says.
        Realm bravo = new(org.App, new(theirs));
        await org.App.SaveAsync(bravo.Client(TestClients.Web));
        Realm acme = new(org.App, new(await OrgApp.PoolAsync(org.Admin, name: "Of Acme")));
        await org.App.SaveAsync(acme.Client(TestClients.Web));
        var told = await org.App.IntrospectAsync(token);
        Assert.Equal(["active", "iss", "sub", "aud", "exp", "iat", "token_type"], told.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("True", issuer.Issuer, "repo:acme/site:ref:refs/heads/main"), (told["active"], told["iss"], told["sub"]));
        Assert.Equal("True", (await acme.IntrospectAsync(token))["active"]);
        Assert.Equal(Refusals.Inactive, (await bravo.IntrospectAsync(token)).Body);
        (await org.App.IntrospectAsync(token, TestClients.Public)).Refuses("invalid_client", 401);
        Assert.Equal(Refusals.Inactive, (await org.App.IntrospectAsync(new ScriptedIssuer(org.App, org.Site).Workflow())).Body);
    }

    [Fact]
    public async Task Who_goes_on_with_bad_tokens_is_turned_away_before_a_signature_is_looked_at()
    {
        await issuer.TrustAsync(org.Admin, "{sub}", discovered: true, ("repo:acme/site:ref:refs/heads/main", MemberRole.ReadOnly));
        var address = IPAddress.Parse("203.0.113.9");
        // A user without a role is one with good credentials.
        for (var i = 0; i < 250; i++) Assert.Equal(403, await StatusAsync(issuer.Workflow(branch: "dev"), address));
        var statuses = new List<int>();
        var bad = issuer.Workflow()[..^6] + "AAAAAA";
        for (var i = 0; i < 400 && !statuses.Contains(429); i++) statuses.Add(await StatusAsync(bad, address));
        Assert.Equal([401, 429], statuses.Distinct());
        Assert.Equal(200, await StatusAsync(issuer.Workflow(), IPAddress.Parse("198.51.100.9")));
    }

    async Task<int> StatusAsync(string bearer, IPAddress from)
    {
        var answer = await org.App.Server.SendAsync(http =>
        {
            (http.Request.Method, http.Request.Scheme, http.Request.Host, http.Request.Path) = ("GET", "https", new("idp.test"), Path);
            http.Request.Headers.Authorization = $"Bearer {bearer}";
            http.Connection.RemoteIpAddress = from;
        }, TestContext.Current.CancellationToken);
        return answer.Response.StatusCode;
    }
}
