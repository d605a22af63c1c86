using System.Security.Cryptography;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Operations;

/// <summary>A node with the wrong master key says so and makes nothing over what it cannot open. F24.</summary>
public sealed class MasterKeyTests
{
    const string Counts = "SELECT (SELECT count(*) FROM SigningKeys) || ' ' || (SELECT count(*) FROM SealedSecrets) || ' ' || (SELECT count(*) FROM DataProtectionKeys)";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_master_key_leaves_the_node_alive_not_ready_and_without_new_keys()
    {
        await using var idp = await Deployment.StartAsync(Ct);
        using var browser = idp.NewBrowser();
        var signedIn = await browser.AuthorizeAsync(AuthorizeUrl(TestClients.Web, ("scope", "openid offline_access")));
        var tokens = await idp.Caller.RedeemAsync(signedIn["code"], Ct);
        var (keys, jwks) = (await CountAsync(idp), (await idp.Caller.GetAsync("/.well-known/jwks.json", Ct)).Body);
        Assert.Equal("3 1 1", keys);
        Assert.Equal(0, await idp.Process.TerminateAsync(TimeSpan.FromSeconds(30), Ct));

        await idp.LaunchAsync(new Dictionary<string, string> { ["Idp:Keys:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) });
        await WaitAsync(idp, "/health/live", 200);

        var ready = await idp.Caller.GetAsync("/health/ready", Ct);
        Assert.Equal(503, ready.Status);
        Assert.Contains("master key", ready["problem"], StringComparison.Ordinal);
        Assert.Equal(503, (await idp.Caller.GetAsync("/.well-known/jwks.json", Ct)).Status);
        Assert.Equal(503, (await idp.Caller.RefreshAsync(tokens.RefreshToken, Ct)).Status);
        Assert.Equal(503, (await idp.Caller.ClientCredentialsAsync(Ct)).Status);

        // Pages would make a ring of their own to protect their forms with.
        using var other = idp.NewBrowser();
        Assert.Equal(503, (int)(await other.GetAsync("/account/login", Ct)).Status);
        Assert.Equal(503, (int)(await other.GetAsync(AuthorizeUrl(), Ct)).Status);
        Assert.Equal(503, (int)(await browser.GetAsync(AuthorizeUrl(), Ct)).Status);
        Assert.Equal(keys, await CountAsync(idp));

        // With the right key all of it is as it was.
        await idp.Process.KillAsync(Ct);
        await idp.RestartAsync(Ct);
        Assert.Equal(jwks, (await idp.Caller.GetAsync("/.well-known/jwks.json", Ct)).Body);
        Assert.Equal(200, (await idp.Caller.RefreshAsync(tokens.RefreshToken, Ct)).Status);
        Assert.True((await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", "none")), Ct))["code"] is not null);
        Assert.Equal(keys, await CountAsync(idp));
    }

    static Task<string> CountAsync(Deployment idp) => SqliteDatabase.QueryAsync(idp.DatabaseFile, Counts, Ct);

    static async Task WaitAsync(Deployment idp, string path, int status)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            try
            {
                if ((await idp.Caller.GetAsync(path, Ct)).Status == status)
                    return;
            }
            catch (HttpRequestException)
            {
                Assert.False(idp.Process.HasExited, string.Join('\n', idp.Process.Output));
            }

            await Task.Delay(50, Ct);
        }

        Assert.Fail($"{path} never answered {status}:\n{string.Join('\n', idp.Process.Output)}");
    }
}
