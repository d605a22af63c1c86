using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Resources;

namespace IdentityServer.Tests.Fixture;

/// <summary>The clients of the checks: a confidential one, a public one, a service, and an attacker's with valid credentials.</summary>
public static class TestClients
{
    public const string Web = "web";
    public const string Public = "pub";
    public const string Service = "m2m";
    public const string Evil = "evil";

    /// <summary>Its users are asked each time consent is not remembered.</summary>
    public const string Asking = "asking";

    public const string Callback = "https://app.example/cb";
    public const string EvilCallback = "https://evil.example/cb";
    public const string LoopbackCallback = "http://127.0.0.1/cb";
    public const string SignedOut = "https://app.example/signed-out";
    public const string Origin = "https://app.example";
    public const string Api = "https://api.example";

    public static string SecretOf(string client) => $"{client}-secret-of-at-least-32-characters";

    public static readonly IReadOnlyList<Resource> Resources =
        [new() { PoolId = PoolId.Default, Identifier = Api, Scopes = ["cart", "orders"] }];

    public static IEnumerable<Client> All(DateTimeOffset now)
    {
        yield return Confidential(Web, now);
        yield return new()
        {
            PoolId = PoolId.Default,
            Id = new(Public),
            Name = "Public app",
            AuthMethod = ClientAuthMethod.None,
            RedirectUris = [Callback, LoopbackCallback],
            PostLogoutRedirectUris = [SignedOut],
            GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken],
            Scope = ScopeSet.Of("openid", "profile", "email", "offline_access", "cart"),
            AllowedOrigins = [Origin],
            Consent = ConsentPolicy.Implicit,
            CreatedAt = now,
        };
        yield return new()
        {
            PoolId = PoolId.Default,
            Id = new(Service),
            Name = "Service",
            Credentials = [Secret(Service, now)],
            GrantTypes = [GrantTypes.ClientCredentials],
            Scope = ScopeSet.Of("cart", "orders"),
            CreatedAt = now,
        };
        yield return Confidential(Evil, now, EvilCallback);
        yield return Confidential(Asking, now, consent: ConsentPolicy.Remember);
    }

    public static Client Confidential(string id, DateTimeOffset now, string callback = Callback, ConsentPolicy consent = ConsentPolicy.Implicit,
        ClientAuthMethod method = ClientAuthMethod.ClientSecretBasic) => new()
        {
            PoolId = PoolId.Default,
            Id = new(id),
            Name = $"Client {id}",
            AuthMethod = method,
            Credentials = [Secret(id, now)],
            RedirectUris = [callback],
            PostLogoutRedirectUris = [SignedOut],
            GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken],
            Scope = ScopeSet.Of("openid", "profile", "email", "address", "phone", "offline_access", "cart"),
            Consent = consent,
            CreatedAt = now,
        };

    static ClientCredential Secret(string client, DateTimeOffset now) =>
        new() { SecretDigest = ClientSecret.DigestOf(SecretOf(client)), CreatedAt = now };
}
