using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Management;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace IdentityServer.Tests.Org;

/// <summary>/org/userPool: hosted and self-provided, and every mistake that is made with a jwksUri.</summary>
public sealed class UserPoolsTests(OrgApp org) : IClassFixture<OrgApp>
{
    static readonly string[] Members = ["id", "name", "description", "authorization", "organizationId", "hosted", "issuer", "jwksUri", "compatibleLifetime", "disabled", "createdAt"];

    [Fact]
    public async Task Without_authorization_a_pool_is_hosted_and_names_its_issuer()
    {
        foreach (var body in new[] { """{"name":"WebAppUsers","description":"d"}""", """{"name":"WebAppUsers","description":"d","authorization":null,"somethingNew":{"x":1}}""" })
        {
            var made = await org.Admin.PostAsync("/org/userPool", body);
            Assert.Equal(200, made.Status);
            Assert.Equal(Members, made.Json.EnumerateObject().Select(one => one.Name));
            Assert.True(made.Json.GetProperty("hosted").GetBoolean());
            Assert.Equal($"{IdpApp.Issuer}/pools/{made["id"]}", made["issuer"]);
            Assert.Equal($"{IdpApp.Issuer}/pools/{made["id"]}/.well-known/jwks.json", made["jwksUri"]);
            Assert.Equal(made.Body, (await org.Admin.GetAsync("/org/userPool/" + made["id"])).Body);
        }
    }

    [Fact]
    public async Task With_a_jwks_uri_the_keys_are_fetched_at_once_and_told()
    {
        using var key = RSA.Create(2048);
        org.Site.Publish($$"""{"keys":[{{JwksSite.JwkOf(key, "k1")}}]}""");
        var made = await org.Admin.PostAsync("/org/userPool", new { name = "Own", description = "d", authorization = new { jwksUri = org.Site.Url(), idClaim = "email" } });
        Assert.True(made.Status == 200, made.ToString());
        Assert.False(made.Json.GetProperty("hosted").GetBoolean());
        Assert.Equal(org.Site.Url(), made.Json.GetProperty("authorization").GetProperty("jwksUri").GetString());
        Assert.Equal("email", made.Json.GetProperty("authorization").GetProperty("idClaim").GetString());
        var found = made.Json.GetProperty("found");
        Assert.Equal("k1", found.GetProperty("keys")[0].GetProperty("kid").GetString());
        Assert.Equal(["RS256"], found.GetProperty("algorithms").EnumerateArray().Select(one => one.GetString()));

        var plain = await org.Admin.PostAsync("/org/userPool", new { name = "Own", description = "d", authorization = new { jwksUri = org.Site.Url() } });
        Assert.Equal("sub", plain.Json.GetProperty("authorization").GetProperty("idClaim").GetString());
    }

    [Fact]
    public async Task A_jwks_may_be_given_inline()
    {
        using var key = RSA.Create(2048);
        var jwks = JsonNode.Parse($$"""{"keys":[{{JwksSite.JwkOf(key, "k1")}}]}""");
        var made = await org.Admin.PostAsync("/org/userPool", new JsonObject { ["name"] = "Inline", ["description"] = "", ["authorization"] = new JsonObject { ["jwks"] = jwks } });
        Assert.True(made.Status == 200, made.ToString());
        Assert.Equal("k1", made.Json.GetProperty("authorization").GetProperty("jwks").GetProperty("keys")[0].GetProperty("kid").GetString());
        var both = new JsonObject { ["name"] = "Both", ["description"] = "", ["authorization"] = new JsonObject { ["jwks"] = jwks!.DeepClone(), ["jwksUri"] = org.Site.Url() } };
        (await org.Admin.PostAsync("/org/userPool", both)).IsProblem(400, "invalid_request", "authorization.jwksUri");
    }

    public static TheoryData<string, string> Mistakes => new()
    {
        { "page", "JwksHtml" }, { "text", "JwksNotJson" }, { "array", "JwksNotJson" }, { "no-keys", "JwksMalformed" }, { "empty", "JwksEmpty" }, { "weak", "JwksNoUsableKey" },
        { "private", "JwksPrivateKey" }, { "secret", "JwksPrivateKey" }, { "redirect", "JwksRedirected" }, { "401", "JwksNotPublic" }, { "403", "JwksNotPublic" }, { "404", "JwksNotFound" },
        { "500", "JwksStatus" }, { "gzip", "JwksCompressed" }, { "large", "JwksTooLarge" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public async Task Every_mistake_with_a_jwks_uri_has_its_own_answer(string mistake, string errorCode)
    {
        using var weak = RSA.Create(1024);
        using var good = RSA.Create(2048);
        org.Site.Answer = http => AnswerAsync(http, mistake, weak, good);
        var answer = await org.Admin.PostAsync("/org/userPool", new { name = "P", description = "", authorization = new { jwksUri = org.Site.Url() } });
        Assert.True(answer.Status == 400, answer.ToString());
        Assert.Equal(errorCode, answer["errorCode"]);
        Assert.Equal("invalid_request", answer["error"]);
        Assert.Equal("authorization.jwksUri", answer["member"]);
        // Nothing of what was read comes back: the guard must not become somebody's eyes.
        Assert.DoesNotContain("canary", answer.Body, StringComparison.Ordinal);
        Assert.Contains("management refused: JwksUnusable ", org.Log.Text, StringComparison.Ordinal);
    }

    static Task AnswerAsync(HttpContext http, string mistake, RSA weak, RSA good)
    {
        var response = http.Response;
        var numbers = good.ExportParameters(true);
        switch (mistake)
        {
            case "redirect":
                response.Redirect("http://canary.example/jwks");
                return Task.CompletedTask;
            case "gzip":
                response.Headers.ContentEncoding = "gzip";
                break;
            case "401" or "403" or "404" or "500":
                response.StatusCode = int.Parse(mistake, System.Globalization.CultureInfo.InvariantCulture);
                break;
        }
        return response.WriteAsync(mistake switch
        {
            "page" => "<!doctype html><title>canary</title>",
            "array" => "[\"canary\"]",
            "no-keys" => """{"canary":1}""",
            "empty" => """{"keys":[]}""",
            "weak" => $$"""{"keys":[{{JwksSite.JwkOf(weak, "canary")}}]}""",
            "private" => $$"""{"keys":[{{JwksSite.JwkOf(good, "canary")[..^1]}},"d":"{{System.Buffers.Text.Base64Url.EncodeToString(numbers.D)}}"}]}""",
            "secret" => """{"keys":[{"kty":"oct","kid":"canary","k":"AAAA"}]}""",
            "large" => "{\"keys\":[" + new string(' ', 1024 * 1024) + "]}",
            _ => "canary",
        });
    }

    [Theory]
    [InlineData("http://example.com/jwks")]
    [InlineData("https://127.0.0.1/jwks")]
    [InlineData("https://2130706433/jwks")]
    [InlineData("https://[::ffff:10.0.0.1]/jwks")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://localhost./jwks")]
    [InlineData("https://idp.test/.well-known/jwks.json")]
    [InlineData("https://user:secret@example.com/jwks")]
    [InlineData("https://example.com:5432/jwks")]
    [InlineData("file:///etc/passwd")]
    [InlineData("jwks.json")]
    [InlineData("")]
    public async Task What_nobody_may_call_is_refused_before_anything_is_sent(string jwksUri)
    {
        var before = org.Site.Calls;
        (await org.Admin.PostAsync("/org/userPool", new { name = "P", description = "", authorization = new { jwksUri } })).IsProblem(400, "invalid_request", "authorization.jwksUri");
        Assert.Equal(before, org.Site.Calls);
    }

    [Theory]
    [InlineData(IdpApp.Issuer)]
    [InlineData("https://IDP.test")]
    [InlineData(IdpApp.Issuer + "/pools/01a1fecd-49b2-792e-9aba-e27c28be0a3f")]
    [InlineData("")]
    public async Task A_pool_does_not_go_by_our_name(string issuer)
    {
        using var key = RSA.Create(2048);
        var jwks = JsonNode.Parse($$"""{"keys":[{{JwksSite.JwkOf(key, "k1")}}]}""");
        var body = new JsonObject { ["name"] = "P", ["description"] = "", ["authorization"] = new JsonObject { ["jwks"] = jwks, ["issuer"] = issuer } };
        (await org.Admin.PostAsync("/org/userPool", body)).IsProblem(400, "invalid_request", "authorization.issuer");
    }

    [Fact]
    public async Task A_pool_is_changed_but_not_in_kind_and_deleted_when_nothing_hangs_on_it()
    {
        using var key = RSA.Create(2048);
        var jwks = $$"""{"keys":[{{JwksSite.JwkOf(key, "k1")}}]}""";
        org.Site.Publish(jwks);
        var hosted = await OrgApp.PoolAsync(org.Admin);
        var own = await OrgApp.PoolAsync(org.Admin, new { jwksUri = org.Site.Url() });
        (await org.Admin.PatchAsync("/org/userPool/" + hosted, new { authorization = new { jwksUri = org.Site.Url() } })).IsProblem(409, "conflict", "authorization");
        var changed = await org.Admin.PatchAsync("/org/userPool/" + own, new { name = "Renamed", authorization = new { jwksUri = org.Site.Url("/other.json"), idClaim = "user.id", issuer = "https://provider.example" } });
        Assert.True(changed.Status == 200, changed.ToString());
        Assert.Equal("k1", changed.Json.GetProperty("found").GetProperty("keys")[0].GetProperty("kid").GetString());
        var read = await org.Admin.GetAsync("/org/userPool/" + own);
        Assert.Equal("user.id", read.Json.GetProperty("authorization").GetProperty("idClaim").GetString());
        Assert.Equal("Renamed", read["name"]);
        Assert.Equal("true", (await org.Admin.PatchAsync("/org/userPool/" + own, new { disabled = true })).Json.GetProperty("disabled").GetRawText());
        Assert.True((await org.Admin.PatchAsync("/org/userPool/" + hosted, new { compatibleLifetime = true })).Json.GetProperty("compatibleLifetime").GetBoolean());

        var client = await OrgApp.ApplicationAsync(org.Admin, hosted);
        (await org.Admin.DeleteAsync("/org/userPool/" + hosted)).IsProblem(409, "conflict");
        Assert.Equal(200, (await org.Admin.DeleteAsync("/org/sdkClient/" + client)).Status);
        Assert.Equal(200, (await org.Admin.DeleteAsync("/org/userPool/" + hosted)).Status);
        (await org.Admin.GetAsync("/org/userPool/" + hosted)).IsProblem(404, "not_found");
        (await org.Admin.DeleteAsync("/org/userPool/" + hosted)).IsProblem(404, "not_found");
        foreach (var reason in new[] { "UserPoolKindFixed", "UserPoolInUse", "UserPoolUnknown" }) Assert.Contains($"management refused: {reason} ", org.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pools_are_listed_page_by_page()
    {
        var organization = await org.AddOrganizationAsync("Many");
        var admin = await org.LogInAsync(organization, "admin@many.test");
        List<string> made = [];
        for (var i = 0; i < 5; i++) made.Add(await OrgApp.PoolAsync(admin, name: $"P{i}"));
        List<string> seen = [];
        for (var next = ""; seen.Count < 50;)
        {
            var page = await admin.GetAsync($"/org/userPool?limit=2{(next.Length > 0 ? "&after=" + next : "")}");
            seen.AddRange(page.Json.GetProperty("userPools").EnumerateArray().Select(one => one.GetProperty("id").GetString()!));
            if (page.Json.GetProperty("next").GetString() is not { } more) break;
            next = more;
        }
        // Made within one instant, they have no order but that of their ids.
        Assert.Equal(made.Order(StringComparer.Ordinal), seen);
        foreach (var wrong in new[] { "limit=0", "limit=501", "limit=x", "after=" + new string('a', 300) }) Assert.Equal(400, (await admin.GetAsync("/org/userPool?" + wrong)).Status);
    }

    [Fact]
    public async Task Who_was_never_seen_was_never_linked()
    {
        var pool = await OrgApp.PoolAsync(org.Admin);
        var answer = await org.Admin.GetAsync($"/org/userPool/{pool}/user/nobody");
        answer.IsProblem(404, "not_found");
        Assert.Contains("has not been linked", answer["detail"], StringComparison.Ordinal);
        Assert.Contains("management refused: UserNeverLinked ", org.Log.Text, StringComparison.Ordinal);
        Assert.Empty((await org.Admin.GetAsync($"/org/userPool/{pool}/user")).Json.GetProperty("users").EnumerateArray());
    }
}
