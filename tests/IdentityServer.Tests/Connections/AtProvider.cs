using IdentityServer.Connections;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Primitives;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Management;
using IdentityServer.Tests.Pools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IdentityServer.Tests.Connections;

/// <summary>A server with one connection, to a provider next door that does as it is told.</summary>
public sealed class AtProvider : IAsyncLifetime
{
    public const string Id = "example";
    public const string Name = "Example";
    public const string ClientId = "our name+there&here";
    public const string Secret = "a secret: with=all that+has to be/encoded%";

    public IdpApp App { get; private set; } = null!;

    public ScriptedProvider Provider { get; private set; } = null!;

    public LogLines Log { get; } = new();

    public string Organization { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Provider = await ScriptedProvider.StartAsync();
        App = await IdpApp.StartAsync(new Dictionary<string, string>
        {
            ["Idp:Egress:AllowedHosts:0"] = Provider.Authority,
            ["Logging:LogLevel:Default"] = "Information",
            ["Logging:Console:LogLevel:Default"] = "Critical",
        }, services => services.AddSingleton<ILoggerProvider>(Log));
        Provider.Clock = App.Clock;
        Organization = await Realm.AddOrganizationAsync(App);
        await AddAsync(Connection());
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Provider.DisposeAsync();
    }

    public Connection Connection(string id = Id) => new()
    {
        PoolId = PoolId.Default,
        Id = id,
        OrganizationId = Organization,
        Name = Name,
        Kind = ConnectionKind.Oidc,
        Issuer = Provider.Issuer,
        ClientId = ClientId,
        SealedClientSecret = App.Service<ConnectionSecrets>().Seal(Secret),
        CreatedAt = App.Clock.Now,
        UpdatedAt = App.Clock.Now,
        Version = Ids.NewUuid(App.Clock),
    };

    public async Task AddAsync(Connection connection) =>
        Assert.Equal(Outcome.Done, await App.Service<IConnectionStore>().AddAsync(connection, Record(AuditAction.ConnectionCreated, connection.Id), CancellationToken.None));

    /// <summary>The one connection from now on, until a test says otherwise.</summary>
    public async Task ChangeAsync(Func<Connection, Connection> change)
    {
        var now = (await App.Service<IConnectionStore>().FindAsync(PoolId.Default, Id, CancellationToken.None))!;
        var changed = change(Connection()) with { Version = Ids.NewUuid(App.Clock), CreatedAt = now.CreatedAt };
        Assert.Equal(Outcome.Done, await App.Service<IConnectionStore>().SaveAsync(changed, now.Version, Record(AuditAction.ConnectionChanged, Id), CancellationToken.None));
    }

    /// <summary>Everything as it was at first; what is known of the provider is asked anew.</summary>
    public async Task ResetAsync()
    {
        Provider.Reset();
        App.Clock.Advance(TimeSpan.FromMinutes(11));
        await ChangeAsync(connection => connection);
    }

    /// <summary>From the button to where the server sends the browser.</summary>
    public static async Task<WebPage> BeginAsync(Browser browser, string? url = null)
    {
        var login = await browser.GetAsync(url ?? OidcCalls.AuthorizeUrl(), TestContext.Current.CancellationToken);
        Assert.True(login.Has("#Password"), login.ToString());
        return await browser.GetAsync(login.Document.QuerySelector(".elsewhere a")!.GetAttribute("href")!, TestContext.Current.CancellationToken);
    }

    /// <summary>All the way, to the client or to where it ends else.</summary>
    public async Task<WebPage> LogInAsync(Browser browser, string sub, string? url = null, params (string Name, string? Value)[] changes) =>
        await browser.GetAsync(Provider.Answer((await BeginAsync(browser, url)).Uri, sub, changes), TestContext.Current.CancellationToken);

    public async Task<IdentityOfUser?> IdentityAsync(string sub, string connection = Id) =>
        await App.Service<IUpstreamIdentityStore>().FindAsync(PoolId.Default, connection, sub, CancellationToken.None);

    /// <summary>Whether the log of this server has a refusal for this reason.</summary>
    public void Refused(string reason, string detail = "") => Assert.Contains($"upstream refused: {reason} {detail}", Log.Text, StringComparison.Ordinal);

    AuditRecord Record(AuditAction action, string target) => AuditRecord.Of(App.Clock, action, Actors.System, target, Organization, PoolId.Default);
}
