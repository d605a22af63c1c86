using IdentityServer.Tests.Org;
using Xunit;

namespace IdentityServer.Tests.Management;

/// <summary>/v1/identities: an issuer is trusted by pasting a token of it, and then its tokens are let in.</summary>
public sealed class IdentitiesApiTests(OrgApp org) : IClassFixture<OrgApp>
{
    const string Path = "/v1/identities";

    readonly ScriptedIssuer issuer = new(org.App, org.Site);

    [Fact]
    public async Task A_pasted_token_is_read_verified_shown_and_then_let_in()
    {
        var body = new { jwt = issuer.Workflow(), userIdExpression = "{repository}|{ref_name}", roles = new Dictionary<string, string> { ["acme/site|main"] = "ReadOnly", ["acme/*"] = "ReadOnly" } };
        var preview = await org.Admin.PostAsync(Path + "/preview", body);
        Assert.True(preview.Status == 200, preview.ToString());
        Assert.Equal("acme/site|main", preview.Json.GetProperty("preview").GetProperty("userId").GetString());
        Assert.Contains("run_id", preview.Json.GetProperty("preview").GetProperty("claims").EnumerateArray().Select(claim => claim.GetString()));
        Assert.Equal(401, (await (org.Admin with { Bearer = issuer.Workflow() }).GetAsync("/org/userPool")).Status);

        var made = await org.Admin.PostAsync(Path, body, ("Idempotency-Key", "trust-once"));
        Assert.True(made.Status == 201, made.ToString());
        Assert.Equal((issuer.Issuer, ScriptedIssuer.Audience, "ReadOnly"), (made["issuer"], made["audience"], made.Json.GetProperty("preview").GetProperty("role").GetString()));
        Assert.Contains("begins with acme/", made.Json.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(made["identityId"], (await org.Admin.PostAsync(Path, body, ("Idempotency-Key", "trust-once")))["identityId"]);
        var workflow = org.Admin with { Bearer = issuer.Workflow() };
        Assert.Equal(200, (await workflow.GetAsync("/org/userPool")).Status);
        Assert.Equal(200, (await workflow.GetAsync(Path)).Status);
        (await workflow.PostAsync("/org/userPool", new { name = "P", description = "" })).IsProblem(403, "insufficient_scope");

        var id = $"{Path}/{made["identityId"]}";
        Assert.Equal("true", (await org.Admin.SendAsync(HttpMethod.Put, id, new { disabled = true }))["disabled"]?.ToLowerInvariant());
        Assert.Equal(401, (await workflow.GetAsync("/org/userPool")).Status);
        Assert.Equal(200, (await org.Admin.SendAsync(HttpMethod.Put, id, new { disabled = false })).Status);
        Assert.Equal(200, (await workflow.GetAsync("/org/userPool")).Status);
        Assert.Equal(204, (await org.Admin.DeleteAsync(id)).Status);
        Assert.Equal(401, (await workflow.GetAsync("/org/userPool")).Status);
        (await org.Admin.GetAsync(id)).IsProblem(404, "not_found");
        Assert.Contains("management refused: TrustedIssuerUnknown ", org.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(body.jwt.Split('.')[1], org.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_cannot_be_believed_is_explained()
    {
        var good = issuer.Workflow();
        (string Token, string? Expression, string Code)[] bad =
        [
            ("rubbish", null, "NotAJwt"), (good[..^6] + "AAAAAA", null, "SignatureWrong"), (good, "{team}", "UserIdUnmade"),
        ];
        foreach (var (jwt, userIdExpression, code) in bad)
        {
            var answer = await org.Admin.PostAsync(Path, new { jwt, userIdExpression });
            Assert.Equal((400, "jwt", code), (answer.Status, answer["member"], answer["errorCode"]));
        }
        Assert.Contains("management refused: TrustedTokenUnusable ", org.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issuer_with_an_audience_is_one_organizations_and_never_we_ourselves()
    {
        var body = new { issuer = issuer.Issuer, preferredAudience = "taken", jwksUri = issuer.KeysUri };
        Assert.Equal(201, (await org.Admin.PostAsync(Path, body)).Status);
        (await org.Other.PostAsync(Path, body)).IsProblem(409, "conflict");
        Assert.Contains("management refused: TrustedIssuerTaken ", org.Log.Text, StringComparison.Ordinal);
        foreach (var ours in new[] { Fixture.IdpApp.Issuer, Fixture.IdpApp.Issuer + "/pools/x", Fixture.IdpApp.Issuer.ToUpperInvariant() })
            (await org.Admin.PostAsync(Path, new { issuer = ours })).IsProblem(400, "invalid_request", "issuer");
        // By hand and without an audience anybody's token of it counts, and that is said.
        Assert.Contains("Any token of this issuer counts", (await org.Admin.PostAsync(Path + "/preview", new { issuer = issuer.Issuer })).Json.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""", "issuer")]
    [InlineData("""{"issuer":"https://a.example","userIdExpression":"{"}""", "userIdExpression")]
    [InlineData("""{"issuer":"https://a.example","roles":{"*":"Admin"}}""", "roles")]
    [InlineData("""{"issuer":"https://a.example","roles":{"a":"Owner"}}""", "roles")]
    [InlineData("""{"issuer":"http://10.0.0.1"}""", "issuer")]
    [InlineData("""{"issuer":"https://a.example","jwksUri":"https://127.0.0.1/"}""", "jwksUri")]
    [InlineData("""{"issuer":"https://a.example","cutover":{"until":"2099-01-01T00:00:00Z"}}""", "cutover")]
    public async Task What_is_wrong_is_named(string body, string member) => (await org.Admin.PostAsync(Path, body)).IsProblem(400, "invalid_request", member);

    [Fact]
    public async Task Another_organizations_pool_is_no_place_to_cut_over_to()
    {
        var foreign = await OrgApp.PoolAsync(org.Other);
        (await org.Admin.PostAsync(Path, new { issuer = "https://a.example", cutover = new { until = org.App.Clock.Now.AddDays(30), userPoolId = foreign } })).IsProblem(404, "not_found", "cutover.userPoolId");
    }
}
