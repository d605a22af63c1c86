using IdentityServer.Tests.Management;
using Xunit;

namespace IdentityServer.Tests.Org;

/// <summary>/org/member and /org/organization: who administers, and that somebody does.</summary>
public sealed class MembersTests(OrgApp org) : IClassFixture<OrgApp>
{
    [Fact]
    public async Task A_member_is_made_read_changed_and_removed()
    {
        var made = await org.Admin.PostAsync("/org/member", new { organizationId = org.Admin.Organization, name = "Zoe", email = "zoe@acme.test", password = OrgApp.Password, role = "Member" });
        Assert.Equal(200, made.Status);
        Assert.Equal(["id", "name", "email", "organizationId", "role", "createdAt"], made.Json.EnumerateObject().Select(one => one.Name));
        var path = "/org/member/" + made["id"];
        Assert.Equal(made.Body, (await org.Admin.GetAsync(path)).Body);
        Assert.Contains("zoe@acme.test", (await org.Admin.GetAsync("/org/member")).Body, StringComparison.Ordinal);
        Assert.Equal("ReadOnly", (await org.Admin.PatchAsync(path, new { role = "ReadOnly", name = "Zoë" }))["role"]);
        (await org.Admin.PostAsync("/org/member", new { name = "Z", email = "ZOE@acme.test", password = OrgApp.Password, role = "Member" })).IsProblem(409, "conflict", "email");
        Assert.Equal(200, (await org.Admin.DeleteAsync(path)).Status);
        (await org.Admin.GetAsync(path)).IsProblem(404, "not_found");
        foreach (var reason in new[] { "MemberEmailTaken", "MemberUnknown" }) Assert.Contains($"management refused: {reason} ", org.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(OrgApp.Password, (await org.Admin.GetAsync("/v1/audit?limit=200")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("email", "nobody", "email")]
    [InlineData("password", "short", "password")]
    [InlineData("role", "Owner", "role")]
    [InlineData("role", "admin", "role")]
    [InlineData("role", "2", "role")]
    [InlineData("name", "a\u0007b", "name")]
    public async Task What_is_wrong_is_named(string field, string value, string member)
    {
        var body = new Dictionary<string, string> { ["name"] = "N", ["email"] = "new@acme.test", ["password"] = OrgApp.Password, ["role"] = "Member", [field] = value };
        (await org.Admin.PostAsync("/org/member", body)).IsProblem(400, "invalid_request", member);
    }

    [Fact]
    public async Task The_last_admin_stays()
    {
        var organization = await org.AddOrganizationAsync("Lonely");
        var admin = await org.LogInAsync(organization, "admin@lonely.test");
        var id = (await admin.GetAsync("/org/member")).Json.GetProperty("members")[0].GetProperty("id").GetString();
        (await admin.DeleteAsync($"/org/member/{id}")).IsProblem(409, "conflict");
        (await admin.PatchAsync($"/org/member/{id}", new { role = "Member" })).IsProblem(409, "conflict");
        Assert.Contains("management refused: LastAdmin ", org.Log.Text, StringComparison.Ordinal);
        var second = await org.JoinAsync(admin, "second@lonely.test", "Admin");
        // Each removes the other at the same moment: one stays.
        var both = await Task.WhenAll(admin.DeleteAsync($"/org/member/{second.Id}"), second.DeleteAsync($"/org/member/{id}"));
        Assert.Single(both, answer => answer.Status == 200);
    }

    [Fact]
    public async Task An_organization_is_seen_and_changed_by_its_own()
    {
        var path = "/org/organization/" + org.Admin.Organization;
        var seen = await org.Admin.GetAsync(path);
        Assert.Equal(["id", "name", "logoUrl", "members"], seen.Json.EnumerateObject().Select(one => one.Name));
        Assert.Equal("https://acme.test/logo.png", (await org.Admin.PatchAsync(path, new { logoUrl = "https://acme.test/logo.png" }))["logoUrl"]);
        (await org.Admin.PatchAsync(path, new { logoUrl = "javascript:alert(1)" })).IsProblem(400, "invalid_request", "logoUrl");
        (await org.Admin.PatchAsync(path, new { name = "Bravo" })).IsProblem(409, "conflict");
        (await org.Other.GetAsync(path)).IsProblem(404, "not_found");
        (await org.Other.PatchAsync(path, new { name = "Stolen" })).IsProblem(404, "not_found");
        foreach (var reason in new[] { "OrganizationUnknown", "OrganizationNameTaken" }) Assert.Contains($"management refused: {reason} ", org.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_owner_of_the_installation_makes_organizations_and_nobody_else()
    {
        object Wanted(string name) => new { name, member = new { name = "First", email = $"first@{name}.test", password = OrgApp.Password } };
        var made = await org.Admin.PostAsync("/org/organization", Wanted("charlie"));
        Assert.Equal(200, made.Status);
        Assert.Equal("Admin", made.Json.GetProperty("members")[0].GetProperty("role").GetString());
        var first = await org.LogInAsync(made["id"]!, "first@charlie.test");
        Assert.Equal(200, (await first.GetAsync("/org/organization/" + made["id"])).Status);
        (await org.Other.PostAsync("/org/organization", Wanted("delta"))).IsProblem(403, "insufficient_scope");
        Assert.Contains("management refused: OwnerOnly ", org.Log.Text, StringComparison.Ordinal);
        (await org.Admin.PostAsync("/org/organization", Wanted("charlie"))).IsProblem(409, "conflict", "name");
    }

    [Fact]
    public async Task Nobody_gives_more_than_they_have_nor_takes_what_is_anothers()
    {
        var member = await org.JoinAsync(org.Admin, "modest@acme.test", "Member");
        (await member.PatchAsync($"/org/member/{member.Id}", new { role = "Admin" })).IsProblem(403, "insufficient_scope");
        (await member.PostAsync("/org/apiKey", new { name = "k", role = "Admin" })).IsProblem(403, "insufficient_scope");
        (await org.Other.PostAsync("/org/member", new { organizationId = org.Admin.Organization, name = "S", email = "spy@bravo.test", password = OrgApp.Password, role = "Admin" })).IsProblem(404, "not_found", "organizationId");
        (await org.Other.PatchAsync($"/org/member/{member.Id}", new { role = "Admin" })).IsProblem(404, "not_found");
        (await org.Other.DeleteAsync($"/org/member/{member.Id}")).IsProblem(404, "not_found");
        Assert.Equal(200, (await member.GetAsync("/org/member")).Status);
    }
}
