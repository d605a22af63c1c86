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

/// <summary>A server at which people may log in with an honest provider and with an evil one.</summary>
public sealed class Elsewhere : IAsyncLifetime
{
    public const string Honest = "honest";
    public const string Evil = "evil";

    /// <summary>Our name at the honest one; the evil one's owner has chosen the same.</summary>
    public const string ClientId = "shop-at-provider";

    public static string SecretAt(string connection) => $"secret-of-ours-at-{connection}-only";

    Browser? signedIn;

    public IdpApp App { get; private set; } = null!;

    public ScriptedProvider A { get; private set; } = null!;

    public ScriptedProvider B { get; private set; } = null!;

    public LogLines Log { get; } = new();

    public string Organization { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        (A, B) = (await ScriptedProvider.StartAsync(), await ScriptedProvider.StartAsync());
        App = await IdpApp.StartAsync(new Dictionary<string, string>
        {
            ["Idp:Egress:AllowedHosts:0"] = A.Authority,
            ["Idp:Egress:AllowedHosts:1"] = B.Authority,
            ["Logging:LogLevel:Default"] = "Information",
            ["Logging:Console:LogLevel:Default"] = "Critical",
        }, services => services.AddSingleton<ILoggerProvider>(Log));
        (A.Clock, B.Clock) = (App.Clock, App.Clock);
        Organization = await Realm.AddOrganizationAsync(App);
        // What the ID token does not have, the user info is asked for; of the name nobody is asked.
        await ConnectAsync(Honest, A.Issuer, connection => connection with { Scope = "openid email" });
        await ConnectAsync(Evil, B.Issuer);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await A.DisposeAsync();
        await B.DisposeAsync();
    }

    /// <summary>Both providers do everything right.</summary>
    public void Reset()
    {
        A.Reset();
        B.Reset();
    }

    /// <summary>Long enough for what is known of a provider's keys to be asked for anew.</summary>
    public void ForgetKeys() => App.Clock.Advance(TimeSpan.FromSeconds(61));

    public Task<Connection> ConnectAsync(string id, string issuer, Func<Connection, Connection>? change = null) =>
        Connecting.AddAsync(App, Organization, id, issuer, ClientId, SecretAt(id), change);

    /// <summary>The evil one once more, under a further issuer that nobody has asked yet.</summary>
    public Task<Connection> ConnectAnewAsync(string id, Func<Connection, Connection>? change = null)
    {
        B.Path = "/" + id;
        return ConnectAsync(id, B.Issuer, change);
    }

    /// <summary>A person's browser on its way to a provider.</summary>
    /// <param name="hint">The connection.</param>
    public async Task<Away> BeginAsync(string hint = Honest, Browser? browser = null, params (string Name, string? Value)[] more)
    {
        browser ??= App.NewBrowser();
        var sent = await browser.GetAsync(OidcCalls.AuthorizeUrl(TestClients.Web, [("idp_hint", hint), .. more]), TestContext.Current.CancellationToken);
        Assert.True(sent.IsAtClient && sent.Uri.IsLoopback, sent.ToString());
        return new(this, browser, sent.Uri);
    }

    /// <summary>A browser that is signed in by way of the honest provider.</summary>
    public async Task<Browser> SignedInAsync(string sub)
    {
        var away = await BeginAsync();
        Expect.Code(await away.ReturnAsync(sub));
        return away.Browser;
    }

    /// <summary>The same for all tests that only look whether it still is: carol's.</summary>
    public async Task<Browser> CarolAsync() => signedIn ??= await SignedInAsync("carol");

    public ValueTask<IdentityOfUser?> IdentityAsync(string connection, string sub) =>
        App.Service<IUpstreamIdentityStore>().FindAsync(PoolId.Default, connection, sub, CancellationToken.None);
}

/// <summary>A browser that was sent to a provider.</summary>
/// <param name="Sent">The address there.</param>
public sealed record Away(Elsewhere At, Browser Browser, Uri Sent)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    ScriptedProvider Provider => At.A.Authority == Sent.Authority ? At.A : At.B;

    public string Asked(string name) => Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Sent.Query)[name].ToString();

    public Task<WebPage> ReturnAsync(string sub, params (string Name, string? Value)[] changes) => Browser.GetAsync(Provider.Answer(Sent, sub, changes), Ct);
}

/// <summary>Connections as an administrator makes them.</summary>
public static class Connecting
{
    public static async Task<Connection> AddAsync(IdpApp app, string organization, string id, string issuer, string clientId, string? secret,
        Func<Connection, Connection>? change = null, PoolId? pool = null)
    {
        Connection connection = new()
        {
            PoolId = pool ?? PoolId.Default,
            Id = id,
            OrganizationId = organization,
            Name = $"Provider {id}",
            Kind = ConnectionKind.Oidc,
            Issuer = issuer,
            ClientId = clientId,
            CreatedAt = app.Clock.Now,
            UpdatedAt = app.Clock.Now,
            Version = Ids.NewUuid(app.Clock),
        };
        connection = Sealed(app, change?.Invoke(connection) ?? connection, secret);
        Assert.Equal(Outcome.Done, await app.Service<IConnectionStore>().AddAsync(connection, Record(app, connection), CancellationToken.None));
        return connection;
    }

    public static async Task ChangeAsync(IdpApp app, string id, Func<Connection, Connection> change)
    {
        var before = (await app.Service<IConnectionStore>().FindAsync(PoolId.Default, id, CancellationToken.None))!;
        var after = change(before) with { Version = Ids.NewUuid(app.Clock) };
        Assert.Equal(Outcome.Done, await app.Service<IConnectionStore>().SaveAsync(after, before.Version, Record(app, after), CancellationToken.None));
    }

    static Connection Sealed(IdpApp app, Connection connection, string? secret) =>
        secret is null ? connection : connection with { SealedClientSecret = app.Service<ConnectionSecrets>().Seal(secret) };

    static AuditRecord Record(IdpApp app, Connection connection) =>
        AuditRecord.Of(app.Clock, AuditAction.ConnectionChanged, Actors.System, connection.Id, connection.OrganizationId, connection.PoolId);
}
