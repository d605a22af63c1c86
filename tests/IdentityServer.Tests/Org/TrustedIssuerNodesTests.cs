using System.Diagnostics;
using System.Security.Cryptography;
using IdentityServer.Domain.Organizations;
using IdentityServer.Testing;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Pools;
using Xunit;

namespace IdentityServer.Tests.Org;

/// <summary>S058: what one node is told of a trusted issuer, all go by within a second.</summary>
public sealed class TrustedIssuerNodesTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_disabled_issuer_opens_nothing_on_any_node()
    {
        await using var site = await JwksSite.StartAsync();
        await using var here = await IdpApp.StartAsync(new Dictionary<string, string>
        {
            ["Idp:Database:Provider"] = "PostgreSql",
            ["Idp:Database:ConnectionString"] = await cluster.CreateDatabaseAsync(TestContext.Current.CancellationToken),
            ["Idp:Database:MigrateOnStart"] = "true",
            ["Idp:Keys:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Idp:Egress:AllowedHosts:0"] = site.Authority,
        });
        await using var there = here.Join();
        ScriptedIssuer issuer = new(here, site);
        OrgCaller caller = new(here, null, await Realm.AddOrganizationAsync(here));
        var trusted = await issuer.TrustAsync(caller, "{sub}", discovered: true, ("repo:acme/*", MemberRole.ReadOnly));
        OrgCaller[] both = [caller with { Bearer = issuer.Workflow() }, caller with { App = there, Bearer = issuer.Workflow() }];
        foreach (var node in both) await UntilAsync(node, 200);

        await issuer.ChangeAsync(trusted, found => found with { Disabled = true });
        Assert.Equal(401, (await both[0].GetAsync("/org/userPool")).Status);
        await UntilAsync(both[1], 401);
    }

    /// <summary>The promise is a second; a machine that tests something else beside gets a little more.</summary>
    static async Task UntilAsync(OrgCaller caller, int status)
    {
        var since = Stopwatch.GetTimestamp();
        while ((await caller.GetAsync("/org/userPool")).Status != status)
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(3), "Nothing was heard of it.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
