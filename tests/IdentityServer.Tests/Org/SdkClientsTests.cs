using IdentityServer.Tests.Management;
using Xunit;

namespace IdentityServer.Tests.Org;

/// <summary>/org/sdkClient: applications of a pool and services, and that an application is a client of OAuth too.</summary>
public sealed class SdkClientsTests(OrgApp org) : IClassFixture<OrgApp>
{
    const string Redirect = "https://shop.example/callback";

    [Fact]
    public async Task An_application_belongs_to_a_pool()
    {
        var pool = await OrgApp.PoolAsync(org.Admin);
        var made = await org.Admin.PostAsync("/org/sdkClient", new { name = "Shop", description = "d", oauthDisabled = (bool?)null, kind = new { application = new { userPoolId = pool } } });
        Assert.True(made.Status == 200, made.ToString());
        Assert.Equal(["id", "name", "description", "organizationId", "auth", "oauthDisabled", "allowedOrigins", "disabled", "createdAt"], made.Json.EnumerateObject().Select(one => one.Name));
        var auth = made.Json.GetProperty("auth");
        Assert.Equal("userPool", auth.GetProperty("type").GetString());
        Assert.Equal(pool, auth.GetProperty("userPoolId").GetString());
        Assert.Equal(made.Body, (await org.Admin.GetAsync("/org/sdkClient/" + made["id"])).Body);
        Assert.Contains(made["id"]!, (await org.Admin.GetAsync("/org/sdkClient?limit=500")).Body, StringComparison.Ordinal);
        (await org.Admin.GetAsync("/org/sdkClient/" + Guid.CreateVersion7())).IsProblem(404, "not_found");
        Assert.Contains("management refused: SdkClientUnknown ", org.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"x","description":""}""", "kind")]
    [InlineData("""{"name":"x","description":"","kind":"robot"}""", "kind")]
    [InlineData("""{"name":"x","description":"","kind":{"application":{}}}""", "kind")]
    [InlineData("""{"name":"x","description":"","kind":{"application":{"userPoolId":7}}}""", "kind")]
    [InlineData("""{"name":" ","description":"","kind":"service"}""", "name")]
    [InlineData("""{"name":"x","description":"","kind":"service","oauthConfig":{"redirectUrls":["javascript:alert(1)"]}}""", "oauthConfig.redirectUrls")]
    [InlineData("""{"name":"x","description":"","kind":"service","oauthConfig":{"redirectUrls":["https://a.example/*"]}}""", "oauthConfig.redirectUrls")]
    [InlineData("""{"name":"x","description":"","kind":"service","oauthConfig":{"redirectUrls":["http://a.example/cb"]}}""", "oauthConfig.redirectUrls")]
    [InlineData("""{"name":"x","description":"","kind":"service","oauthConfig":{"logoUrl":"data:image/png;base64,"}}""", "oauthConfig.logoUrl")]
    [InlineData("""{"name":"x","description":"","kind":"service","oauthConfig":{"chromeExtensionId":"../x"}}""", "oauthConfig.chromeExtensionId")]
    [InlineData("""{"name":"x","description":"","kind":"service","allowedOrigins":["https://a.example/"]}""", "allowedOrigins")]
    [InlineData("""{"name":"x","description":"","kind":"service","allowedOrigins":["*"]}""", "allowedOrigins")]
    public async Task What_is_wrong_is_named(string body, string member) => (await org.Admin.PostAsync("/org/sdkClient", body)).IsProblem(400, "invalid_request", member);

    [Fact]
    public async Task A_pool_has_to_be_the_callers_own()
    {
        var foreign = await OrgApp.PoolAsync(org.Other);
        foreach (var pool in new[] { foreign, Guid.CreateVersion7().ToString(), "default", "" })
            (await org.Admin.PostAsync("/org/sdkClient", new { name = "x", description = "", kind = new { application = new { userPoolId = pool } } })).IsProblem(404, "not_found", "kind.application.userPoolId");
    }

    [Fact]
    public async Task With_redirect_urls_its_origin_may_call_and_a_change_replaces_them()
    {
        var pool = await OrgApp.PoolAsync(org.Admin);
        var id = await OrgApp.ApplicationAsync(org.Admin, pool, Redirect);
        var changed = await org.Admin.PatchAsync("/org/sdkClient/" + id, new { oauthConfig = new { redirectUrls = new[] { "https://new.example/cb" } }, allowedOrigins = Array.Empty<string>() });
        Assert.True(changed.Status == 200, changed.ToString());
        Assert.Equal(["https://new.example"], changed.Json.GetProperty("allowedOrigins").EnumerateArray().Select(one => one.GetString()));
        var renamed = await org.Admin.PatchAsync("/org/sdkClient/" + id, new { name = "Renamed" });
        Assert.Equal("Renamed", renamed["name"]);
        Assert.Equal("https://new.example/cb", renamed.Json.GetProperty("auth").GetProperty("oauthConfig").GetProperty("redirectUrls")[0].GetString());
        (await org.Other.PatchAsync("/org/sdkClient/" + id, new { name = "Stolen" })).IsProblem(404, "not_found");
        (await org.Other.DeleteAsync("/org/sdkClient/" + id)).IsProblem(404, "not_found");
    }
}
