using System.Text;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Configuration;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Configuration;

/// <summary>API keys of the declarative file.</summary>
public sealed class ReconcilerApiKeyTests
{
    const string First = "idp_ak_first-0123456789abcdef0123456789";
    const string Second = "idp_ak_second-0123456789abcdef012345678";

    readonly MemoryApiKeys keys = new();
    readonly MemoryOrganizations organizations = new();
    readonly ManualClock clock = new(World.Start);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    Reconciler Reconciler => Reconcilers.Of(organizations, clock, keys: keys);

    static string Key(string name, string key, string role = "Admin") => $$"""{ "name": "{{name}}", "key": "{{key}}", "role": "{{role}}" }""";

    static Declaration Read(string[] declared, bool prune = false, string organization = "Acme")
    {
        var reading = DeclarationReader.Read(Encoding.UTF8.GetBytes(
            $$"""{ "organization": { "name": "{{organization}}" }, "prune": {{(prune ? "true" : "false")}}, "apiKeys": [ {{string.Join(", ", declared)}} ] }"""));
        Assert.Empty(reading.Problems);
        return reading.Declaration!;
    }

    async Task<string[]> ApplyAsync(Declaration declaration)
    {
        string[] planned = [.. (await Reconciler.PlanAsync(declaration, Ct)).Select(change => change.ToString())];
        string[] done = [.. (await Reconciler.ApplyAsync(declaration, "cli:someone", Ct)).Select(change => change.ToString())];
        Assert.Equal(planned, done);
        return [.. done.Where(change => !change.StartsWith("Add organization", StringComparison.Ordinal))];
    }

    Task<string[]> ApplyAsync(params string[] declared) => ApplyAsync(Read(declared));

    [Fact]
    public async Task A_key_is_added_once_by_its_digest_and_recorded()
    {
        Assert.Equal(["Add API key ci"], await ApplyAsync(Key("ci", First, "Member")));
        Assert.Empty(await ApplyAsync(Key("ci", First, "Member")));
        var key = Assert.Single(keys.Rows);
        Assert.Equal(("ci", MemberRole.Member, "idp_ak_firs", clock.Now), (key.Name, key.Role, key.Prefix, key.CreatedAt));
        Assert.True(BearerSecret.TryParse(First, BearerSecret.ApiKey, out var secret));
        Assert.Equal(secret.Digest, key.Digest);
        var record = Assert.Single(keys.Records);
        Assert.Equal(("api_key.created", "cli:someone", key.Id, key.OrganizationId), (record.Action, record.Actor, record.Target, record.OrganizationId));
        Assert.Equal("""{"name":"ci","role":"Member"}""", record.Details);
    }

    [Fact]
    public async Task Another_key_under_the_name_takes_the_place_of_the_one_before()
    {
        await ApplyAsync(Key("ci", First));
        Assert.Equal(["Update API key ci: key"], await ApplyAsync(Key("ci", Second)));
        Assert.Equal([false, true], keys.Rows.Select(key => key.IsLive(clock.Now)));
        Assert.Empty(await ApplyAsync(Key("ci", Second)));
        Assert.Equal(["api_key.created", "api_key.created", "api_key.revoked"], keys.Records.Select(record => record.Action));
    }

    [Fact]
    public async Task An_interrupted_replacement_is_finished_by_the_next_run()
    {
        await ApplyAsync(Key("ci", First));
        await ApplyAsync(Key("other", Second));
        Assert.Equal(["Update API key ci: name, key"], await ApplyAsync(Key("ci", Second)));
        Assert.Equal([false, true], keys.Rows.Select(key => key.IsLive(clock.Now)));
    }

    [Fact]
    public async Task Name_and_role_change_and_two_keys_may_swap_their_names()
    {
        await ApplyAsync(Key("a", First), Key("b", Second));
        Assert.Equal(["Update API key b: name", "Update API key a: name, role"], await ApplyAsync(Key("b", First), Key("a", Second, "ReadOnly")));
        Assert.All(keys.Rows, key => Assert.Null(key.RevokedAt));
        Assert.Equal([("b", MemberRole.Admin), ("a", MemberRole.ReadOnly)], keys.Rows.Select(key => (key.Name, key.Role)));
        Assert.Equal("api_key.changed", keys.Records[^1].Action);
    }

    [Fact]
    public async Task A_revoked_key_is_not_brought_back_by_the_file()
    {
        await ApplyAsync(Key("ci", First));
        keys.Rows[0].RevokedAt = clock.Now;
        Assert.Equal(["Ignored API key ci: the key was revoked or has expired: put a new one into the file"], await ApplyAsync(Key("ci", First)));
        Assert.NotNull(Assert.Single(keys.Rows).RevokedAt);
        Assert.Equal(["Add API key ci"], await ApplyAsync(Key("ci", Second)));
    }

    [Fact]
    public async Task What_the_file_does_not_name_is_revoked_only_when_it_prunes()
    {
        await ApplyAsync(Key("a", First), Key("b", Second));
        Assert.Empty(await ApplyAsync(Key("a", First)));
        Assert.Equal(["Remove API key b"], await ApplyAsync(Read([Key("a", First)], prune: true)));
        Assert.Empty(await ApplyAsync(Read([Key("a", First)], prune: true)));
        Assert.Equal([true, false], keys.Rows.Select(key => key.IsLive(clock.Now)));
    }

    [Fact]
    public async Task A_key_of_another_organization_stays_theirs()
    {
        await ApplyAsync(Key("ci", First));
        var done = await Reconciler.ApplyAsync(Read([Key("ci", First)], organization: "Other"), Actors.System, Ct);
        Assert.Contains("Ignored API key ci: the key belongs to another organization: put a new one into the file", done.Select(change => change.ToString()));
        Assert.Single(keys.Rows);
    }

    [Fact]
    public async Task Two_nodes_that_add_the_same_key_at_once_make_one()
    {
        keys.Rival = () => Reconciler.ApplyAsync(Read([Key("ci", First)]), Actors.System, Ct).AsTask();
        Assert.DoesNotContain("Add API key ci", (await Reconciler.ApplyAsync(Read([Key("ci", First)]), Actors.System, Ct)).Select(change => change.ToString()));
        Assert.Single(keys.Rows);
        Assert.Single(keys.Records);
    }
}
