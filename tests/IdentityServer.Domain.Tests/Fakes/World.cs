using System.Text;
using System.Text.Json;
using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Tests.TrustedIssuers;
using IdentityServer.Domain.Tokens;
using IdentityServer.Domain.Users;
using Xunit;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>A whole small provider in memory: one pool, one user, a few clients, and every law at work.</summary>
sealed class World
{
    public const string Secret = "a-secret-of-web-that-nobody-can-guess";
    public const string Callback = "https://app.example/cb";

    // RFC 7636 Appendix B.
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    public const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    public static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    public World()
    {
        Users[User.Id] = User;
        Families = new(Users);
        Organizations = new(OrganizationRows, UserPools);
        Authenticator = new(Clients, new ClientAssertions(Trusted, Organizations, Spent), Clock);
        Hints = new(Rings);
        AccessTokens = new(Rings, Families, Revoked, Clients, new(Organizations, TrustedIssuers, UserPools), Clock);
        Web = Clients.Put(NewClient("web"));
        Evil = Clients.Put(NewClient("evil"));
        Spa = Clients.Put(NewClient("spa", ClientAuthMethod.None));
        Machine = Clients.Put(NewClient("machine", scope: "orders.read orders.write profile openid", grants: [GrantTypes.ClientCredentials]));
        Pipeline = new(Authenticator, new([new AuthorizationCodeGrant(Families), new RefreshTokenGrant(Families), new ClientCredentialsGrant()]), Resources, Rings, Rings, Tally, Clock);
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ManualClock Clock { get; } = new(Start);
    public Pool Pool { get; } = new(PoolId.Default, "https://id.example");
    public Dictionary<UserId, User> Users { get; } = [];
    public User User { get; } = NewUser("alice");
    public MemoryClients Clients { get; } = new();
    public MemoryResources Resources { get; } = new();
    public Rings Rings { get; } = new();
    public TokenTally Tally { get; } = new();
    public MemoryFamilies Families { get; }
    public MemoryRevokedTokens Revoked { get; } = new();
    public MemoryOrganizations OrganizationRows { get; } = new();
    public MemoryUserPools UserPools { get; } = new();
    public MemoryTrustedIssuers TrustedIssuers { get; } = new();
    public FixedTrustedTokens Trusted { get; } = new();
    public MemorySpentTokens Spent { get; } = new();
    public PoolOrganizations Organizations { get; }
    public ClientAuthenticator Authenticator { get; }
    public IdTokenHint Hints { get; }
    public AccessTokenReader AccessTokens { get; }
    public TokenPipeline Pipeline { get; }

    /// <summary>Issuers of others; the clock there is one of their own.</summary>
    public TrustWorld Others { get; } = new();
    public ForeignTokens Foreign => Others.Foreign;
    public Client Web { get; }
    public Client Evil { get; }
    public Client Spa { get; }
    public Client Machine { get; }

    public static Client NewClient(string id, ClientAuthMethod method = ClientAuthMethod.ClientSecretBasic, string scope = "openid profile email offline_access orders.read",
        string[]? grants = null, string secret = Secret, bool disabled = false, ConsentPolicy consent = ConsentPolicy.Implicit, string idTokenAlgorithm = "RS256",
        string[]? redirectUris = null, PoolId? pool = null) => new()
        {
            PoolId = pool ?? PoolId.Default,
            Id = new(id),
            Name = "The client " + id,
            AuthMethod = method,
            Credentials = method == ClientAuthMethod.None ? [] : [new() { SecretDigest = ClientSecret.DigestOf(secret), CreatedAt = Start }],
            RedirectUris = redirectUris ?? [Callback],
            PostLogoutRedirectUris = ["https://app.example/bye"],
            GrantTypes = grants ?? [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken],
            Scope = Scope(scope),
            IdTokenAlgorithm = idTokenAlgorithm,
            Consent = consent,
            Disabled = disabled,
            CreatedAt = Start,
        };

    public static User NewUser(string name) => new()
    {
        PoolId = PoolId.Default,
        Id = new("sub-of-" + name),
        Username = name,
        Email = name + "@example.org",
        EmailVerified = true,
        SecurityStamp = "stamp-1",
        Claims = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{"name":"Alice \"Ä\" O'Hara","given_name":"Alice","middle_name":null,"address":{"country":"AT"},"phone_number":"+43 1"}""")!,
        CreatedAt = Start,
        UpdatedAt = Start,
    };

    public static ScopeSet Scope(string text)
    {
        Assert.True(ScopeSet.TryParse(text, out var scope));
        return scope;
    }

    public static RequestParameters Form(params (string Name, string? Value)[] pairs)
    {
        var form = new RequestParameters();
        foreach (var (name, value) in pairs)
            if (value is not null) form.Add(name, value);
        return form;
    }

    public static string Basic(string id, string secret = Secret) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(id + ":" + secret));

    public void AddApi(string identifier = "https://orders.example", string scopes = "orders.read orders.write", string algorithm = "ES256") =>
        Resources.Put(new() { PoolId = PoolId.Default, Identifier = identifier, Scopes = Scope(scopes).Tokens, AccessTokenAlgorithm = algorithm });

    public SessionOfUser SignIn(User? user = null, TimeSpan ago = default, string id = "sid-1") => new(new()
    {
        PoolId = PoolId.Default,
        Id = new(id),
        Digest = Handle.New().Digest,
        UserId = (user ?? User).Id,
        SecurityStamp = (user ?? User).SecurityStamp,
        AuthTime = Clock.Now - ago,
        Amr = AuthenticationContext.AmrPassword,
        CreatedAt = Clock.Now - ago,
        LastSeenAt = Clock.Now,
        ExpiresAt = Clock.Now + SessionLifetime.Absolute,
    }, user ?? User);

    /// <summary>A code as authorize gives it out.</summary>
    public async Task<string> CodeAsync(string scope = "openid profile email offline_access", Client? client = null, string? nonce = "n-1", string? claims = null, string[]? resources = null)
    {
        var answer = await new CodeIssuer(Families, Clock).IssueAsync(Pool, new()
        {
            Client = client ?? Web,
            Answer = new(Callback, ResponseMode.Query, "xyz"),
            Scope = Scope(scope),
            Resources = resources ?? [],
            CodeChallenge = Challenge,
            Nonce = nonce,
            ClaimsText = claims,
        }, SignIn(ago: TimeSpan.FromMinutes(1)), Ct);
        return answer.Parameters.Single(pair => pair.Key == "code").Value;
    }

    public async Task<Result<TokenSet>> TokenAsync(RequestParameters form, string? authorization = null) =>
        (await Pipeline.RunAsync(Pool, authorization ?? Basic("web"), form, Ct)).Answer;

    public Task<Result<TokenSet>> RedeemAsync(string code, string? verifier = Verifier, string? redirectUri = Callback, string? authorization = null, string? resource = null) =>
        TokenAsync(Form(("grant_type", "authorization_code"), ("code", code), ("code_verifier", verifier), ("redirect_uri", redirectUri), ("resource", resource)), authorization);

    public Task<Result<TokenSet>> RefreshAsync(string? token, string? scope = null, string? authorization = null, string? resource = null) =>
        TokenAsync(Form(("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope), ("resource", resource)), authorization);

    /// <summary>Tokens of a whole authorization.</summary>
    public async Task<TokenSet> TokensAsync(string scope = "openid profile email offline_access", Client? client = null, string? claims = null, string[]? resources = null) =>
        (await RedeemAsync(await CodeAsync(scope, client, claims: claims, resources: resources), authorization: Basic((client ?? Web).Id.Value))).Value();

    public static string Text(byte[]? token) => Encoding.ASCII.GetString(token!);

    /// <summary>One part of a compact token, 0 for the header and 1 for the claims.</summary>
    public static JsonElement Part(byte[]? token, int part = 1)
    {
        var bytes = Jose.Tokens.Bytes(Text(token).Split('.')[part]);
        using var document = JsonDocument.Parse(bytes, new() { AllowDuplicateProperties = false });
        return document.RootElement.Clone();
    }

    public static string[] Names(JsonElement json) => [.. json.EnumerateObject().Select(member => member.Name)];

    public static JsonElement Json(Action<Utf8JsonWriter> members)
    {
        using var buffer = new PooledBuffer();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        using var document = JsonDocument.Parse(buffer.WrittenMemory, new() { AllowDuplicateProperties = false });
        return document.RootElement.Clone();
    }
}
