using IdentityServer.Tests.Management;
using Xunit;

namespace IdentityServer.Tests.Org;

/// <summary>POST /org/login and what becomes of the session.</summary>
public sealed class LoginTests(OrgApp org) : IClassFixture<OrgApp>
{
    OrgCaller Nobody => new(org.App, null, "");

    Task<Fixture.Answer> LogInAsync(string email, string password, string? organizationId = null) => Nobody.PostAsync("/org/login", new { email, password, organizationId });

    [Fact]
    public async Task The_right_password_opens_a_session_and_every_other_way_looks_the_same()
    {
        var answer = await LogInAsync("ADMIN@acme.test", OrgApp.Password);
        Assert.Equal(200, answer.Status);
        Assert.StartsWith("idp_st_", answer["token"], StringComparison.Ordinal);
        Assert.Equal(["token", "expiresAt", "organizationId", "memberId", "role"], answer.Json.EnumerateObject().Select(one => one.Name));

        var said = new HashSet<string>();
        foreach (var (email, password) in new[] { ("admin@acme.test", "wrong"), ("nobody@acme.test", OrgApp.Password), ("admin@acme.test", ""), ("", ""), (new string('x', 5000), "x"), ("admin@acme.test", "\ufffe"), ("nobody@acme.test", "\ufffe"), ("a\u0000b", "x") })
        {
            var refused = await LogInAsync(email, password);
            if (email.Contains('\0', StringComparison.Ordinal)) { refused.IsProblem(400, "invalid_request"); continue; }
            refused.IsProblem(401, "invalid_token");
            said.Add(refused.Body.Replace(refused["errorId"]!, "", StringComparison.Ordinal));
        }
        Assert.Single(said);
        Assert.Contains("management refused: LoginRefused ", org.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(answer["token"]!, org.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_and_ten_minutes_open_again()
    {
        var member = await org.JoinAsync(org.Admin, "locked@acme.test", "ReadOnly");
        // Together, so that a burst is worth no more than a row of guesses.
        var guesses = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => LogInAsync("locked@acme.test", "wrong")));
        Assert.All(guesses, guess => Assert.True(guess.Status is 401 or 429, guess.ToString()));
        (await LogInAsync("locked@acme.test", OrgApp.Password)).IsProblem(401, "invalid_token");
        // Who is inside stays inside.
        Assert.Equal(200, (await member.GetAsync("/org/member")).Status);
        org.App.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(200, (await LogInAsync("locked@acme.test", OrgApp.Password)).Status);
    }

    [Fact]
    public async Task A_flood_of_guesses_is_turned_away_before_it_costs_a_hash_each()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => Task.Run(() => LogInAsync("flooded@acme.test", "wrong"))));
        var busy = answers.Where(answer => answer.Status == 429).ToArray();
        Assert.NotEmpty(busy);
        Assert.All(busy, answer => Assert.True(answer.Headers.Contains("Retry-After")));
        Assert.All(answers.Except(busy), answer => answer.IsProblem(401, "invalid_token"));
        Assert.Contains("management refused: LoginBusy ", org.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_in_two_organizations_says_which()
    {
        foreach (var admin in new[] { org.Admin, org.Other }) await org.JoinAsync(admin, "both@elsewhere.test", "Member");
        (await LogInAsync("both@elsewhere.test", OrgApp.Password)).IsProblem(409, "conflict");
        Assert.Contains("management refused: LoginAmbiguous ", org.Log.Text, StringComparison.Ordinal);
        Assert.Equal(org.Other.Organization, (await LogInAsync("both@elsewhere.test", OrgApp.Password, org.Other.Organization))["organizationId"]);
    }

    [Fact]
    public async Task A_session_ends_with_a_logout_a_password_a_role_its_time_and_its_member()
    {
        var dead = new List<OrgCaller>();
        async Task<OrgCaller> NewAsync(string email) => await org.JoinAsync(org.Admin, email, "ReadOnly");

        var left = await NewAsync("left@acme.test");
        Assert.Equal(200, (await left.PostAsync("/org/logout", null)).Status);
        dead.Add(left);

        var changed = await NewAsync("changed@acme.test");
        Assert.Equal(200, (await org.Admin.PatchAsync($"/org/member/{changed.Id}", new { password = "another long password" })).Status);
        dead.Add(changed);
        (await LogInAsync("changed@acme.test", OrgApp.Password)).IsProblem(401, "invalid_token");
        Assert.Equal(200, (await LogInAsync("changed@acme.test", "another long password")).Status);

        var raised = await NewAsync("raised@acme.test");
        Assert.Equal(200, (await org.Admin.PatchAsync($"/org/member/{raised.Id}", new { role = "Member" })).Status);
        dead.Add(raised);

        var removed = await org.JoinAsync(org.Admin, "removed@acme.test", "Admin");
        var key = await OrgApp.KeyAsync(removed, "ReadOnly");
        Assert.Equal(200, (await key.GetAsync("/org/member")).Status);
        Assert.Equal(200, (await org.Admin.DeleteAsync($"/org/member/{removed.Id}")).Status);
        dead.AddRange([removed, key]);

        foreach (var caller in dead) (await caller.GetAsync("/org/member")).IsProblem(401, "invalid_token");
        foreach (var reason in new[] { "MemberSessionRevoked", "MemberSessionUnknown", "ApiKeyRevoked" }) Assert.Contains($"management refused: {reason} ", org.Log.Text, StringComparison.Ordinal);

        var old = await NewAsync("old@acme.test");
        await using var second = org.App.Join();
        org.App.Clock.Advance(TimeSpan.FromHours(12));
        foreach (var node in new[] { old, old with { App = second } }) (await node.GetAsync("/org/member")).IsProblem(401, "invalid_token");
        await org.RenewAsync();
    }

    [Fact]
    public async Task An_api_key_has_no_session_to_end()
    {
        var key = await OrgApp.KeyAsync(org.Admin, "ReadOnly");
        (await key.PostAsync("/org/logout", null)).IsProblem(400, "invalid_request");
        Assert.Equal(200, (await key.GetAsync("/org/member")).Status);
    }
}
