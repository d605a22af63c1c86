using System.Text;
using IdentityServer.Domain.Configuration;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Configuration;

/// <summary>Connections and trusted issuers of the declarative file.</summary>
public sealed class ReconcilerFederationTests
{
    const string Pool = "0197f5b0-0000-7000-8000-000000000001";

    readonly MemoryOrganizations organizations = new();
    readonly MemoryUserPools pools = new();
    readonly MemoryConnections connections = new();
    readonly MemoryTrustedIssuers issuers = new();
    readonly PlainConnectionSecrets secrets = new();
    readonly ManualClock clock = new(World.Start);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    Reconciler Reconciler => Reconcilers.Of(organizations, clock, pools: pools, connections: connections, issuers: issuers, secrets: secrets);

    static DeclarationReading Read(string lists) => DeclarationReader.Read(Encoding.UTF8.GetBytes($$"""{ "organization": { "name": "Acme" }, {{lists}} }"""));

    async Task<string[]> ApplyAsync(string lists)
    {
        var reading = Read(lists);
        Assert.Empty(reading.Problems);
        string[] planned = [.. (await Reconciler.PlanAsync(reading.Declaration!, Ct)).Select(change => change.ToString())];
        string[] done = [.. (await Reconciler.ApplyAsync(reading.Declaration!, "cli:someone", Ct)).Select(change => change.ToString())];
        Assert.Equal(planned, done);
        return [.. done.Where(change => !change.StartsWith("Add organization", StringComparison.Ordinal) && !change.StartsWith("Add user pool", StringComparison.Ordinal))];
    }

    static string Sso(string more = "", string issuer = "https://sso.example") => $$""" { "connectionId": "sso", "issuerUrl": "{{issuer}}", "clientId": "us", "clientSecret": "hidden-secret"{{more}} } """;

    [Fact]
    public async Task Connections_are_made_and_the_second_time_nothing()
    {
        var file = $$"""
            "userPools": [ { "id": "{{Pool}}", "name": "Shop" } ],
            "connections": [ {{Sso(""", "linkingConfiguration": { "type": "EXPLICIT" }, "keepTokens": true """)}}, { "preset": "github", "clientId": "us", "clientSecret": "hidden-secret", "userPoolId": "{{Pool}}" } ]
            """;
        Assert.Equal(["Add connection sso", $"Add connection github of {Pool}"], await ApplyAsync(file));
        Assert.Empty(await ApplyAsync(file));
        var sso = Assert.IsType<Connection>(await connections.FindAsync(PoolId.Default, "sso", Ct));
        Assert.Equal(("sso", LinkingPolicy.Explicit, true, "hidden-secret"), (sso.Name, sso.Linking, sso.KeepsTokens, secrets.Open(sso.SealedClientSecret)));
        Assert.NotNull(await connections.FindAsync(new(Pool), "github", Ct));
        Assert.DoesNotContain("hidden", string.Concat(connections.Records.Select(record => record.Details)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_says_all_of_a_connection()
    {
        await ApplyAsync($"\"connections\": [ {Sso(""", "data": { "name": "Acme" }, "claims": { "name": "display" }, "disabled": true """)} ]");
        Assert.Equal(["Update connection sso: data.name, clientSecret, claims"], await ApplyAsync($"\"connections\": [ {Sso().Replace("hidden-secret", "another", StringComparison.Ordinal)} ]"));
        // Whether it is off somebody else may have decided.
        Assert.True((await connections.FindAsync(PoolId.Default, "sso", Ct))!.Disabled);
        Assert.Equal(["Ignored connection sso: has another issuer than the file: its users are known by it, give the new one another connectionId"], await ApplyAsync($"\"connections\": [ {Sso(issuer: "https://other.example")} ]"));
        Assert.Equal(["Remove connection sso"], await ApplyAsync("\"prune\": true, \"connections\": []"));
    }

    [Fact]
    public async Task What_may_not_be_is_said_and_left_out()
    {
        Assert.Equal([$"Ignored connection sso of {Pool}: the organization has no hosted pool of this userPoolId"], await ApplyAsync($"\"connections\": [ {Sso($", \"userPoolId\": \"{Pool}\"")} ]"));
        Assert.Equal(["Ignored connection sso: issuerUrl must not lead back to this server"], await ApplyAsync($"\"connections\": [ {Sso(issuer: "https://id.example/pools/1")} ]"));
        Assert.Equal(["Ignored trusted issuer https://id.example: issuer must not be an issuer of this server"], await ApplyAsync("\"trustedIssuers\": [ { \"issuer\": \"https://id.example\" } ]"));
        Assert.Empty(connections.Records);
    }

    [Fact]
    public async Task Trusted_issuers_are_made_changed_and_pruned_without_asking_anybody()
    {
        const string file = """
            "trustedIssuers": [ { "issuer": "https://ci.example", "audience": "idp", "userIdExpression": "{repository}|{ref_name}", "jwksUri": null, "roles": { "repo:acme/site|main": "ReadOnly" } },
                                { "issuer": "https://ci.example", "cutover": { "until": "2027-06-30T00:00:00Z" } } ]
            """;
        Assert.Equal(["Add trusted issuer https://ci.example", "Add trusted issuer https://ci.example"], await ApplyAsync(file));
        Assert.Empty(await ApplyAsync(file));
        var organization = (await organizations.FindByNameAsync("Acme", Ct))!.Id;
        var stored = await issuers.ListAsync(organization, null, 10, Ct);
        Assert.Equal(MemberRole.ReadOnly, stored.Single(issuer => issuer.Audience == "idp").Roles["repo:acme/site|main"]);
        Assert.Equal((PoolId.Default, new DateTimeOffset(2027, 6, 30, 0, 0, 0, TimeSpan.Zero)), (stored.Single(issuer => issuer.Audience == "*").CutoverPoolId!.Value, stored.Single(issuer => issuer.Audience == "*").CutoverUntil!.Value));
        Assert.Equal(["Update trusted issuer https://ci.example: userIdExpression, roles", "Remove trusted issuer https://ci.example"],
            await ApplyAsync("\"prune\": true, \"trustedIssuers\": [ { \"issuer\": \"https://ci.example\", \"audience\": \"idp\" } ]"));
    }

    [Theory]
    [InlineData("""  "connections": [ {} ]  """, "connections[0].connectionId: must be 1 to 64 letters, digits, hyphens and underscores")]
    [InlineData("""  "connections": [ { "connectionId": "a", "type": "SAML2", "issuerUrl": "https://a.example", "clientId": "u", "clientSecret": "s" } ]  """, "connections[0].type: must be OIDC or OAUTH2")]
    [InlineData("""  "connections": [ { "connectionId": "a", "issuerUrl": "https://a.example", "clientId": "u", "clientSecret": "s", "claims": { "sub": "id" } } ]  """, "connections[0].claims: must name standard claims alone, such as name, email or picture: the others are not a provider's to set")]
    [InlineData("""  "connections": [ { "connectionId": "a", "issuerUrl": "https://a.example", "clientId": "u", "clientSecret": "s", "linkingConfiguration": { "type": "ALWAYS" } } ]  """, "connections[0].linkingConfiguration.type: must be EXPLICIT, AUTOMATIC or null")]
    [InlineData("""  "trustedIssuers": [ { "issuer": "ci" } ]  """, "trustedIssuers[0].issuer: must be an absolute URL such as https://idp.example.com/jwks.json")]
    [InlineData("""  "trustedIssuers": [ { "issuer": "https://a.example", "roles": { "a": "Owner" } } ]  """, "trustedIssuers[0].roles.a: must be Admin, Member or ReadOnly")]
    [InlineData("""  "trustedIssuers": [ { "issuer": "https://a.example", "cutover": { "until": "soon" } } ]  """, "trustedIssuers[0].cutover.until: must be a date and a time, such as 2031-06-30T00:00:00Z")]
    [InlineData("""  "trustedIssuers": [ { "issuer": "https://a.example" }, { "issuer": "https://a.example", "audience": "*" } ]  """, "trustedIssuers[1].audience: is trusted from this issuer already in this file")]
    public void What_is_misspelt_is_told_with_its_path(string lists, string problem) => Assert.Contains(problem, Read(lists).Problems.Select(one => one.ToString()));

    [Fact]
    public void They_belong_to_an_organization() =>
        Assert.NotEmpty(DeclarationReader.Read(Encoding.UTF8.GetBytes("""{ "trustedIssuers": [ { "issuer": "https://a.example" } ] }""")).Problems);
}
