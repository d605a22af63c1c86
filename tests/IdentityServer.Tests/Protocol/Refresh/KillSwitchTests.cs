using System.Diagnostics;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Consents;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Users;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Refresh;

/// <summary>S045, S027: what ends a user, a consent or a client ends its tokens and its codes, on all nodes, within a second.</summary>
public abstract class KillSwitches(Nodes nodes)
{
    static readonly TimeSpan Within = TimeSpan.FromSeconds(1);

    /// <summary>The administrator works at the first node.</summary>
    IdpApp Admin => nodes.First;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_disabled_user() => await EndsAsync("disabled", "invalid_grant", victim =>
        Admin.ChangeUserAsync(victim.User.Id, user => user.Disabled = true));

    [Fact]
    public async Task A_new_password() => await EndsAsync("password", "invalid_grant", victim =>
        Admin.ChangeUserAsync(victim.User.Id, user => (user.PasswordHash, user.SecurityStamp) = ("other", Handle.New().Reveal())));

    [Fact]
    public async Task A_revoked_consent() => await EndsAsync("consent", "invalid_grant", async victim =>
        await Admin.Service<IConsentStore>().RevokeAsync(PoolId.Default, victim.User.Id, victim.Client.Id, Admin.Clock.Now, Ct));

    /// <summary>A client that may not speak at all is told so before its grant is looked at: RFC 6749 §3.2.1.</summary>
    [Fact]
    public async Task A_disabled_client() => await EndsAsync("client-off", "invalid_client", async victim =>
        await Admin.SaveAsync(Copy(victim.Client, disabled: true)));

    [Fact]
    public async Task A_removed_client() => await EndsAsync("client-gone", "invalid_client", async victim =>
        Assert.True(await Admin.Service<IClientStore>().RemoveAsync(PoolId.Default, victim.Client.Id, Admin.Clock.Now, Ct)));

    /// <summary>Its tokens went with it: a new client of the same name does not inherit them.</summary>
    [Fact]
    public async Task A_removed_client_that_comes_back() => await EndsAsync("client-back", "invalid_grant", async victim =>
    {
        await Admin.Service<IClientStore>().RemoveAsync(PoolId.Default, victim.Client.Id, Admin.Clock.Now, Ct);
        await Admin.SaveAsync(victim.Client);
    });

    [Fact]
    public async Task A_removed_grant_type() => await EndsAsync("no-refresh", "unauthorized_client", async victim =>
        await Admin.SaveAsync(Copy(victim.Client, grants: [])), tokensDie: false);

    [Fact]
    public async Task A_removed_redirect_uri_kills_waiting_codes()
    {
        var victim = await NewVictimAsync("no-uri");
        await Admin.SaveAsync(Copy(victim.Client, callback: "https://app.example/elsewhere"));
        foreach (var node in nodes.All) await RefusesSoonAsync(() => node.RedeemAsync(victim.Code, victim.Client.Id.Value), "invalid_grant");
    }

    async Task EndsAsync(string name, string error, Func<Victim, Task> kill, bool tokensDie = true)
    {
        var victim = await NewVictimAsync(name);
        await kill(victim);
        var since = Stopwatch.GetTimestamp();
        foreach (var node in nodes.All)
        {
            await RefusesSoonAsync(() => node.RefreshAsync(victim.RefreshToken, victim.Client.Id.Value), error, since);
            await RefusesSoonAsync(() => node.RedeemAsync(victim.Code, victim.Client.Id.Value), error, since);
            if (tokensDie) (await node.UserInfoAsync(victim.AccessToken)).Refuses("invalid_token", 401);
        }
    }

    static async Task RefusesSoonAsync(Func<Task<Answer>> call, string error, long? since = null)
    {
        var start = since ?? Stopwatch.GetTimestamp();
        while (true)
        {
            // An attempt that begins within the second may still pass; one that begins after it may not.
            var late = Stopwatch.GetElapsedTime(start) > Within;
            var answer = await call();
            Assert.InRange(answer.Status, 200, 499);
            if (!late && answer["error"] != error)
            {
                // The watch between nodes runs on real time.
                await Task.Delay(20, Ct);
                continue;
            }
            answer.Refuses(error, error == "invalid_client" ? 401 : 400);
            return;
        }
    }

    async Task<Victim> NewVictimAsync(string name)
    {
        var client = TestClients.Confidential($"{name}-app", Admin.Clock.Now, consent: ConsentPolicy.Remember);
        await Admin.SaveAsync(client);
        var user = await Admin.AddUserAsync($"{name}-user");
        using var browser = Admin.NewBrowser();
        var url = AuthorizeUrl(client.Id.Value, ("scope", "openid offline_access"));
        var tokens = (await Admin.RedeemAsync(await browser.AuthorizeAsync(url, user.Username), client.Id.Value)).Grants();
        foreach (var node in nodes.All) Assert.Equal(200, (await node.UserInfoAsync(tokens.AccessToken)).Status);
        return new(user, client, tokens.AccessToken, tokens.RefreshToken, await browser.AuthorizeAsync(url));
    }

    static Client Copy(Client client, bool disabled = false, string callback = TestClients.Callback, IReadOnlyList<string>? grants = null) => new()
    {
        PoolId = client.PoolId,
        Id = client.Id,
        Name = client.Name,
        Credentials = client.Credentials,
        RedirectUris = [callback],
        GrantTypes = grants ?? client.GrantTypes,
        Scope = client.Scope,
        Disabled = disabled,
        CreatedAt = client.CreatedAt,
    };

    sealed record Victim(User User, Client Client, string AccessToken, string RefreshToken, WebPage Code);
}

public sealed class KillSwitchesOnSqliteTests(SqliteNode nodes) : KillSwitches(nodes), IClassFixture<SqliteNode>;

public sealed class KillSwitchesOnPostgreSqlTests(PostgresNodes nodes) : KillSwitches(nodes), IClassFixture<PostgresNodes>;
