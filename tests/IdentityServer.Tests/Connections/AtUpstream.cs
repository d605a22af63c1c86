using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Primitives;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Pools;
using Xunit;

namespace IdentityServer.Tests.Connections;

/// <summary>A server at which people log in with another product, which reaches the server over a socket.</summary>
public sealed class AtUpstream : IAsyncLifetime
{
    public const string Id = "up";

    /// <summary>A provider of which nothing is known yet.</summary>
    public const string Unasked = "unasked";

    public Upstream Upstream { get; private set; } = null!;

    public ScriptedProvider Other { get; private set; } = null!;

    public IdpApp App { get; private set; } = null!;

    public Doorway Doorway { get; private set; } = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (Upstream, Other) = (await Upstream.StartAsync(Ct), await ScriptedProvider.StartAsync());
        App = await IdpApp.StartAsync(new Dictionary<string, string>
        {
            ["Idp:Egress:AllowedHosts:0"] = Upstream.Authority,
            ["Idp:Egress:AllowedHosts:1"] = Other.Authority,
        }, start: TimeProvider.System.GetUtcNow());
        Doorway = await Doorway.OpenAsync(App);
        var organization = await Realm.AddOrganizationAsync(App);
        await Connecting.AddAsync(App, organization, Id, Upstream.Issuer, Upstream.ClientId, Upstream.ClientSecret, connection => connection with { EndsSessionThere = true });
        await Connecting.AddAsync(App, organization, Unasked, Other.Issuer, "c", "s");
        await RegisterAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Doorway.DisposeAsync();
        await App.DisposeAsync();
        await Upstream.DisposeAsync();
        await Other.DisposeAsync();
    }

    /// <summary>Our client there, and the connection here, with this method.</summary>
    public async Task RegisterAsync(UpstreamAuthMethod method = UpstreamAuthMethod.ClientSecretBasic, string idTokenAlg = "RS256")
    {
        var (name, jwksUri) = method switch
        {
            UpstreamAuthMethod.ClientSecretBasic => ("client_secret_basic", null),
            UpstreamAuthMethod.ClientSecretPost => ("client_secret_post", null),
            _ => ("private_key_jwt", Doorway.Address + "/.well-known/jwks.json"),
        };
        await Upstream.RegisterAsync($"{IdpApp.Issuer}/connect/callback/{Id}", $"{IdpApp.Issuer}/connect/endsession/callback", $"{Doorway.Address}/connect/backchannel/{Id}", Ct, name, jwksUri, idTokenAlg);
        await Connecting.ChangeAsync(App, Id, connection => connection with { AuthMethod = method });
    }

    /// <summary>A new person's browser, which goes where it is sent.</summary>
    public Browser NewBrowser() => Crossroads.NewBrowser(App, Upstream.Authority);

    public static Task<WebPage> LogInAsync(Browser browser, params (string Name, string? Value)[] more) =>
        browser.GetAsync(OidcCalls.AuthorizeUrl(TestClients.Web, [("idp_hint", Id), .. more]), Ct);

    /// <summary>Logged in, and the tokens that the application has got.</summary>
    public async Task<Answer> TokensAsync(Browser browser, params (string Name, string? Value)[] more)
    {
        var back = await LogInAsync(browser, more);
        Expect.Code(back);
        var tokens = await App.RedeemAsync(back);
        return tokens.Status == 200 ? tokens : throw new InvalidOperationException($"No tokens: {tokens}");
    }

    public async Task<IdentityOfUser> IdentityAsync(string sub) => (await App.Service<IUpstreamIdentityStore>().FindAsync(PoolId.Default, Id, sub, Ct))!;

    /// <summary>Our clock and theirs.</summary>
    public async Task WaitAsync(TimeSpan time)
    {
        App.Clock.Advance(time);
        await Upstream.AdvanceAsync(time, Ct);
    }
}
