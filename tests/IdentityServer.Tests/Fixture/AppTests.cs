using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Users;
using Xunit;

namespace IdentityServer.Tests.Fixture;

/// <summary>One server for all tests of a class; each test brings its own browsers, and its own users and clients where it changes them.</summary>
public sealed class SharedApp : IAsyncLifetime
{
    public IdpApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await IdpApp.StartAsync();

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

/// <summary>Tests that speak HTTP to a server they share with their class.</summary>
public abstract class AppTests(SharedApp shared) : IClassFixture<SharedApp>
{
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    protected IdpApp App => shared.App;

    /// <summary>A confidential client of this test's own; its secret is <see cref="TestClients.SecretOf"/>.</summary>
    protected async Task<string> NewClientAsync(string[]? redirectUris = null, ConsentPolicy consent = ConsentPolicy.Implicit, ScopeSet? scope = null,
        bool disabled = false, string[]? postLogout = null, string? id = null, string? name = null)
    {
        id ??= $"c-{Guid.CreateVersion7():n}";
        await App.SaveAsync(new()
        {
            PoolId = PoolId.Default,
            Id = new(id),
            Name = name ?? $"Client {id}",
            Credentials = [new() { SecretDigest = ClientSecret.DigestOf(TestClients.SecretOf(id)), CreatedAt = App.Clock.Now }],
            RedirectUris = redirectUris ?? [TestClients.Callback],
            PostLogoutRedirectUris = postLogout ?? [TestClients.SignedOut],
            GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken],
            Scope = scope ?? ScopeSet.Of("openid", "profile", "email", "offline_access"),
            Consent = consent,
            Disabled = disabled,
            CreatedAt = App.Clock.Now,
        });
        return id;
    }

    /// <summary>A user of this test's own, with everybody's password.</summary>
    protected Task<User> NewUserAsync(Func<User, User>? change = null) => App.AddUserAsync($"u-{Guid.CreateVersion7():n}", change);

    /// <summary>A new browser in which this user is signed in.</summary>
    protected async Task<Browser> SignedInAsync(string username = IdpApp.Alice)
    {
        var browser = App.NewBrowser();
        Expect.Code(await browser.AuthorizeAsync(OidcCalls.AuthorizeUrl(), username));
        return browser;
    }

    /// <summary>Whether the browser has a live session, asked as a client asks: prompt=none.</summary>
    protected static async Task<bool> IsSignedInAsync(Browser browser)
    {
        var back = await browser.GetAsync(OidcCalls.AuthorizeUrl(TestClients.Web, ("prompt", "none")), Ct);
        if (back["code"] is not null) return true;
        Expect.Error(back, "login_required");
        return false;
    }
}
