using System.Text;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Users;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Pools;

/// <summary>
/// A pool of a server and the calls that a client makes to it. In every one there are a client <c>web</c> with the same
/// secret and a user alice with the same password, and one client and one user that no other has.
/// </summary>
public sealed record Realm(IdpApp App, PoolId Id)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public string Path => Id == PoolId.Default ? "" : $"/pools/{Id}";

    public string Issuer => IdpApp.Issuer + Path;

    /// <summary>A confidential client that no other pool has.</summary>
    public string OwnClient => $"of-{Id}";

    /// <summary>A user that no other pool has.</summary>
    public string OwnUser => $"user-of-{Id}";

    public Realm At(IdpApp node) => this with { App = node };

    public static async Task<Realm> RootAsync(IdpApp app)
    {
        Realm root = new(app, PoolId.Default);
        await app.SaveAsync(TestClients.Confidential(root.OwnClient, app.Clock.Now));
        await root.AddUserAsync(root.OwnUser);
        return root;
    }

    /// <summary>A new hosted pool with its clients and users.</summary>
    public static async Task<Realm> AddAsync(IdpApp app, Func<UserPool, UserPool>? change = null)
    {
        var pool = await AddPoolAsync(app, change);
        Realm realm = new(app, pool.Id);
        foreach (var id in (string[])[TestClients.Web, TestClients.Public, realm.OwnClient]) await app.SaveAsync(realm.Client(id));
        await realm.AddUserAsync(IdpApp.Alice);
        await realm.AddUserAsync(realm.OwnUser);
        return realm;
    }

    /// <summary>The row alone.</summary>
    public static async Task<UserPool> AddPoolAsync(IdpApp app, Func<UserPool, UserPool>? change = null, string? organization = null)
    {
        organization ??= await AddOrganizationAsync(app);
        UserPool pool = new() { Id = new(Ids.NewUuid(app.Clock)), OrganizationId = organization, Name = "Shoppers", CreatedAt = app.Clock.Now, Version = Ids.NewUuid(app.Clock) };
        if (change is not null) pool = change(pool);
        Assert.True(await app.Service<IUserPoolStore>().AddAsync(pool, Record(app, organization, pool.Id.Value), CancellationToken.None));
        return pool;
    }

    public static async Task<string> AddOrganizationAsync(IdpApp app)
    {
        var id = Ids.NewUuid(app.Clock);
        Organization organization = new() { Id = id, Name = $"Shop {id}", CreatedAt = app.Clock.Now, Version = id };
        Assert.True(await app.Service<IOrganizationStore>().AddAsync(organization, null, Record(app, id, id), CancellationToken.None));
        return id;
    }

    public async Task ChangeAsync(Func<UserPool, UserPool> change)
    {
        var store = App.Service<IUserPoolStore>();
        var pool = (await store.FindAsync(Id, Ct))!;
        var changed = change(pool) with { Version = Ids.NewUuid(App.Clock) };
        Assert.Equal(Outcome.Done, await store.SaveAsync(changed, pool.Version, Record(App, pool.OrganizationId, Id.Value), Ct));
    }

    public Client Client(string id, ConsentPolicy consent = ConsentPolicy.Implicit, SdkFace? sdk = null, params string[] origins) => new()
    {
        PoolId = Id,
        Id = new(id),
        Name = $"Client {id}",
        AuthMethod = sdk is not null || id == TestClients.Public ? ClientAuthMethod.None : ClientAuthMethod.ClientSecretBasic,
        Credentials = sdk is not null || id == TestClients.Public ? [] : [new() { SecretDigest = ClientSecret.DigestOf(TestClients.SecretOf(id)), CreatedAt = App.Clock.Now }],
        RedirectUris = [TestClients.Callback],
        PostLogoutRedirectUris = [TestClients.SignedOut],
        GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken],
        Scope = ScopeSet.Of("openid", "profile", "email", "offline_access"),
        AllowedOrigins = origins,
        Consent = consent,
        CreatedAt = App.Clock.Now,
        Sdk = sdk,
        Version = "1",
    };

    public async Task<User> AddUserAsync(string username)
    {
        User user = new()
        {
            PoolId = Id,
            Id = UserId.New(App.Clock),
            Username = username,
            NormalizedUsername = UserNames.Normalize(username),
            PasswordHash = App.Service<IPasswordHashes>().Hash(IdpApp.Password),
            SecurityStamp = Handle.New().Reveal(),
            ConcurrencyStamp = Handle.New().Reveal(),
            CreatedAt = App.Clock.Now,
            UpdatedAt = App.Clock.Now,
        };
        Assert.True(await App.Service<IUserStore>().AddAsync(user, CancellationToken.None));
        return user;
    }

    public string AuthorizeUrl(string client = TestClients.Web, params (string Name, string? Value)[] changes) => Path + OidcCalls.AuthorizeUrl(client, changes);

    /// <summary>A new browser at the client, with a code.</summary>
    public async Task<WebPage> CodeAsync(string client = TestClients.Web, string username = IdpApp.Alice, string scope = "openid offline_access")
    {
        using var browser = App.NewBrowser();
        var back = await browser.AuthorizeAsync(AuthorizeUrl(client, ("scope", scope)), username);
        Assert.True(back["code"] is not null, back.ToString());
        return back;
    }

    public Task<Answer> RedeemAsync(WebPage atClient, string client = TestClients.Web, string verifier = OidcCalls.Verifier) =>
        App.FormAsync(Path + "/connect/token", client, ("grant_type", "authorization_code"), ("code", atClient["code"]), ("redirect_uri", TestClients.Callback), ("code_verifier", verifier));

    public async Task<Answer> TokensAsync(string client = TestClients.Web, string username = IdpApp.Alice) =>
        (await RedeemAsync(await CodeAsync(client, username), client)).Grants();

    public Task<Answer> RefreshAsync(string token, string client = TestClients.Web) =>
        App.FormAsync(Path + "/connect/token", client, ("grant_type", "refresh_token"), ("refresh_token", token));

    public Task<Answer> IntrospectAsync(string token, string client = TestClients.Web) => App.FormAsync(Path + "/connect/introspect", client, ("token", token));

    public Task<Answer> RevokeAsync(string token, string client = TestClients.Web) => App.FormAsync(Path + "/connect/revoke", client, ("token", token));

    public Task<Answer> UserInfoAsync(string token) => GetAsync("/connect/userinfo", ("Authorization", $"Bearer {token}"));

    public async Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, Path + path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await App.SendAsync(request);
    }

    public async Task<JwkSet> KeysAsync()
    {
        var answer = await GetAsync("/.well-known/jwks.json");
        Assert.Equal(200, answer.Status);
        Assert.True(JwkSet.TryParse(Encoding.UTF8.GetBytes(answer.Body), out var keys, out var problem), $"{problem}");
        return keys;
    }

    static AuditRecord Record(IdpApp app, string organization, string target) => AuditRecord.Of(app.Clock, AuditAction.UserPoolChanged, Actors.System, target, organization);
}

/// <summary>Three issuers of one server: the root and two hosted pools.</summary>
public sealed class ThreeRealms : IAsyncLifetime
{
    public IdpApp App { get; private set; } = null!;

    public Realm Root { get; private set; } = null!;

    public Realm A { get; private set; } = null!;

    public Realm B { get; private set; } = null!;

    public Realm this[string name] => name switch { "root" => Root, "a" => A, _ => B };

    public async ValueTask InitializeAsync()
    {
        App = await IdpApp.StartAsync();
        (Root, A, B) = (await Realm.RootAsync(App), await Realm.AddAsync(App), await Realm.AddAsync(App));
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
