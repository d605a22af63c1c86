using IdentityServer.Tests.Management;
using Xunit;

namespace IdentityServer.Tests.Org;

/// <summary>Two administrators at once, and answers that were lost on the way. S121; RFC 9110 §13.1.1.</summary>
public sealed class ConcurrencyTests(OrgApp org) : IClassFixture<OrgApp>
{
    async Task<(string Path, object Change)[]> ThingsAsync()
    {
        var pool = await OrgApp.PoolAsync(org.Admin);
        var client = await OrgApp.ApplicationAsync(org.Admin, pool);
        var member = await org.JoinAsync(org.Admin, $"m{Guid.CreateVersion7():N}@acme.test", "ReadOnly");
        return
        [
            ("/org/userPool/" + pool, new { description = "changed" }), ("/org/sdkClient/" + client, new { description = "changed" }),
            ("/org/member/" + member.Id, new { name = "changed" }), ("/org/organization/" + org.Admin.Organization, new { logoUrl = "https://acme.test/new.png" }),
        ];
    }

    [Fact]
    public async Task A_change_that_was_decided_on_an_old_version_is_refused()
    {
        foreach (var (path, change) in await ThingsAsync())
        {
            var tag = (await org.Admin.GetAsync(path)).Headers.ETag!.ToString();
            var changed = await org.Admin.PatchAsync(path, change, ("If-Match", tag));
            Assert.True(changed.Status == 200, changed.ToString());
            Assert.NotEqual(tag, changed.Headers.ETag!.ToString());
            (await org.Admin.PatchAsync(path, change, ("If-Match", tag))).IsProblem(412, "precondition_failed");
            if (!path.Contains("organization", StringComparison.Ordinal)) (await org.Admin.DeleteAsync(path, ("If-Match", tag))).IsProblem(412, "precondition_failed");
            (await org.Admin.PatchAsync(path, change, ("If-Match", "nonsense"))).IsProblem(400, "invalid_request");
            (await org.Admin.PatchAsync(path, change, ("If-Match", "W/" + changed.Headers.ETag))).IsProblem(400, "invalid_request");
            Assert.Equal(200, (await org.Admin.PatchAsync(path, change, ("If-Match", "*"))).Status);
        }
        foreach (var reason in new[] { "VersionStale", "VersionMalformed" }) Assert.Contains($"management refused: {reason} ", org.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_changes_at_the_same_moment_none_is_lost_unseen()
    {
        await using var second = org.App.Join();
        var pool = await OrgApp.PoolAsync(org.Admin);
        var tag = (await org.Admin.GetAsync("/org/userPool/" + pool)).Headers.ETag!.ToString();
        var both = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            (org.Admin with { App = i % 2 == 0 ? org.App : second }).PatchAsync("/org/userPool/" + pool, new { name = $"n{i}" }, ("If-Match", tag))));
        Assert.Single(both, answer => answer.Status == 200);
        Assert.All(both, answer => Assert.True(answer.Status is 200 or 412, answer.ToString()));
    }

    [Fact]
    public async Task The_same_request_under_the_same_key_gets_the_same_answer_and_changes_nothing_more()
    {
        var pool = await OrgApp.PoolAsync(org.Admin);
        (string Path, object Body)[] posts =
        [
            ("/org/userPool", new { name = "Once", description = "" }),
            ("/org/sdkClient", new { name = "Once", description = "", kind = "service" }),
            ("/org/sdkClient", new { name = "Once", description = "", kind = new { application = new { userPoolId = pool } } }),
            ("/org/apiKey", new { name = "Once" }),
            ("/org/member", new { name = "Once", email = "once@acme.test", password = OrgApp.Password, role = "ReadOnly" }),
            ("/org/organization", new { name = "Once", member = new { email = "once@once.test", password = OrgApp.Password } }),
        ];
        foreach (var (path, body) in posts)
        {
            var key = ("Idempotency-Key", Guid.CreateVersion7().ToString());
            // All at once, as a proxy does that sends again too early.
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => org.Admin.PostAsync(path, body, key)));
            Assert.All(answers, answer => Assert.True(answer.Status == 200, answer.ToString()));
            Assert.Single(answers.Select(answer => answer.Body).Distinct());
            Assert.Equal(5, answers.Count(answer => answer.Headers.TryGetValues("Idempotency-Replayed", out _)));
            Assert.Equal(answers[0].Body, (await org.Admin.PostAsync(path, body, key)).Body);
        }
        Assert.Single((await org.Admin.GetAsync("/org/userPool?limit=500")).Json.GetProperty("userPools").EnumerateArray(), one => one.GetProperty("name").GetString() == "Once");
    }

    [Fact]
    public async Task A_key_belongs_to_one_request_of_one_organization()
    {
        var key = ("Idempotency-Key", Guid.CreateVersion7().ToString());
        var first = await org.Admin.PostAsync("/org/userPool", new { name = "A", description = "" }, key);
        (await org.Admin.PostAsync("/org/userPool", new { name = "B", description = "" }, key)).IsProblem(409, "conflict");
        var others = await org.Other.PostAsync("/org/userPool", new { name = "A", description = "" }, key);
        Assert.Equal(200, others.Status);
        Assert.NotEqual(first["id"], others["id"]);
        foreach (var wrong in new[] { "two words", new string('k', 256), "ü" })
            (await org.Admin.PostAsync("/org/userPool", new { name = "A", description = "" }, ("Idempotency-Key", wrong))).IsProblem(400, "invalid_request");
        // What was refused is no answer to be given again.
        var retry = ("Idempotency-Key", Guid.CreateVersion7().ToString());
        Assert.Equal(400, (await org.Admin.PostAsync("/org/userPool", new { name = "", description = "" }, retry)).Status);
        Assert.Equal(200, (await org.Admin.PostAsync("/org/userPool", new { name = "C", description = "" }, retry)).Status);
        foreach (var reason in new[] { "IdempotencyKeyReused", "IdempotencyKeyMalformed" }) Assert.Contains($"management refused: {reason} ", org.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_change_has_one_line_in_the_audit_log_of_its_organization()
    {
        var pool = await OrgApp.PoolAsync(org.Admin, name: "Audited");
        await org.Admin.PatchAsync("/org/userPool/" + pool, new { name = "Audited twice", disabled = true });
        await org.Admin.DeleteAsync("/org/userPool/" + pool);
        var records = (await org.Admin.GetAsync("/v1/audit?limit=200")).Json.GetProperty("records").EnumerateArray().Where(one => one.GetProperty("target").GetString() == pool).OrderBy(one => one.GetProperty("action").GetString(), StringComparer.Ordinal).ToArray();
        Assert.Equal(["user_pool.changed", "user_pool.created", "user_pool.removed"], records.Select(one => one.GetProperty("action").GetString()));
        Assert.All(records, one => Assert.StartsWith("member:", one.GetProperty("actor").GetString(), StringComparison.Ordinal));
        var details = records[0].GetProperty("details");
        Assert.Equal(("Audited", "Audited twice", "False", "True"), (details.GetProperty("name.before").GetString(), details.GetProperty("name.after").GetString(),
            details.GetProperty("disabled.before").GetString(), details.GetProperty("disabled.after").GetString()));
        Assert.DoesNotContain(pool, (await org.Other.GetAsync("/v1/audit?limit=200")).Body, StringComparison.Ordinal);
    }
}
