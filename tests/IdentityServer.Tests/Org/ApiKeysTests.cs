using IdentityServer.Tests.Management;
using Xunit;

namespace IdentityServer.Tests.Org;

/// <summary>/org/apiKey: shown once, known by its start, dead on all nodes at once. S118, S119.</summary>
public sealed class ApiKeysTests(OrgApp org) : IClassFixture<OrgApp>
{
    [Fact]
    public async Task A_key_is_shown_once_and_dies_everywhere_at_once()
    {
        await using var second = org.App.Join();
        var made = await org.Admin.PostAsync("/org/apiKey", new { name = "ci", role = "ReadOnly", expiresAt = org.App.Clock.Now.AddDays(30) });
        Assert.Equal(200, made.Status);
        var secret = made["key"]!;
        Assert.StartsWith("idp_ak_", secret, StringComparison.Ordinal);
        Assert.StartsWith(made["prefix"]!, secret, StringComparison.Ordinal);

        var key = org.Admin with { Bearer = secret };
        foreach (var node in new[] { key, key with { App = second } }) Assert.Equal(200, (await node.GetAsync("/org/userPool")).Status);
        var listed = await org.Admin.GetAsync("/org/apiKey");
        Assert.DoesNotContain(secret, listed.Body, StringComparison.Ordinal);
        Assert.Contains("\"lastUsedAt\":\"", listed.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, (await org.Admin.GetAsync("/v1/audit?limit=200")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, org.Log.Text, StringComparison.Ordinal);

        Assert.Equal(200, (await org.Admin.DeleteAsync("/org/apiKey/" + made["id"])).Status);
        foreach (var node in new[] { key with { App = second }, key }) (await node.GetAsync("/org/userPool")).IsProblem(401, "invalid_token");
        (await org.Admin.DeleteAsync("/org/apiKey/" + made["id"])).IsProblem(404, "not_found");
        Assert.Contains("management refused: ApiKeyNotFound ", org.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_wishes_are_named()
    {
        (await org.Admin.PostAsync("/org/apiKey", new { name = "" })).IsProblem(400, "invalid_request", "name");
        (await org.Admin.PostAsync("/org/apiKey", new { name = "k", role = "Root" })).IsProblem(400, "invalid_request", "role");
        (await org.Admin.PostAsync("/org/apiKey", new { name = "k", expiresAt = org.App.Clock.Now })).IsProblem(400, "invalid_request", "expiresAt");
        (await org.Admin.PostAsync("/org/apiKey", new { name = "k", sdkClientId = Guid.CreateVersion7() })).IsProblem(404, "not_found", "sdkClientId");
    }

    [Fact]
    public async Task Another_organizations_key_is_like_none()
    {
        var made = await org.Admin.PostAsync("/org/apiKey", new { name = "mine" });
        (await org.Other.DeleteAsync("/org/apiKey/" + made["id"])).IsProblem(404, "not_found");
        Assert.DoesNotContain(made["id"]!, (await org.Other.GetAsync("/org/apiKey")).Body, StringComparison.Ordinal);
        Assert.Equal(200, (await (org.Admin with { Bearer = made["key"] }).GetAsync("/org/apiKey")).Status);
    }

    [Fact]
    public async Task A_service_client_has_its_key_and_both_end_together()
    {
        var made = await org.Admin.PostAsync("/org/sdkClient", new { name = "Backend", description = "", kind = "service" });
        Assert.Equal(200, made.Status);
        Assert.Equal("apiKey", made.Json.GetProperty("auth").GetProperty("type").GetString());
        var service = org.Admin with { Bearer = made.Json.GetProperty("auth").GetProperty("secret").GetString() };
        Assert.Equal(200, (await service.GetAsync("/org/userPool")).Status);
        Assert.False((await org.Admin.GetAsync("/org/sdkClient/" + made["id"])).Json.GetProperty("auth").TryGetProperty("secret", out _));

        var further = await org.Admin.PostAsync("/org/apiKey", new { name = "next", sdkClientId = made["id"] });
        Assert.Equal(made["id"], further["sdkClientId"]);
        Assert.Equal(200, (await org.Admin.DeleteAsync("/org/sdkClient/" + made["id"])).Status);
        foreach (var bearer in new[] { service.Bearer, further["key"] }) (await (service with { Bearer = bearer }).GetAsync("/org/userPool")).IsProblem(401, "invalid_token");
    }
}
