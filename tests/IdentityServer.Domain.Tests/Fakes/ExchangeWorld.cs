using System.Text;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.AppUserIdTokens;
using IdentityServer.Domain.Tokens;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>The small provider, owned by an organization that trusts an issuer and has two self-provided pools, and a client that exchanges tokens.</summary>
sealed class ExchangeWorld
{
    public const string Sso = "https://sso.example";
    public const string Pinned = "https://users.example";
    public const string Org = TokenWorld.Acme;
    public const string Api = "https://orders.example";
    public const long Second = TokenWorld.Second;

    public ExchangeWorld()
    {
        World.OrganizationRows.Put(new() { Id = Org, Name = "Acme", CreatedAt = World.Start, IsOwner = true });
        Issuer = World.TrustedIssuers.Put(NewIssuer("ti-1", Sso));
        Pool = World.UserPools.Put(TokenWorld.NewPool("pool-pinned", new() { Jwks = TokenWorld.Set(TokenWorld.Rsa.PublicJwk), Issuer = Pinned }));
        Loose = World.UserPools.Put(TokenWorld.NewPool("pool-loose", new() { Jwks = TokenWorld.Set(TokenWorld.Rsa.PublicJwk) }));
        World.UserPools.Put(TokenWorld.NewPool("pool-hosted", null));
        World.UserPools.Put(TokenWorld.NewPool("pool-globex", new() { Jwks = TokenWorld.Set(TokenWorld.Rsa.PublicJwk), Issuer = "https://globex.example" }) with { OrganizationId = TokenWorld.Globex });
        World.AddApi();
        World.Clients.Put(World.NewClient("gateway", scope: "openid profile orders.read orders.write", grants: [GrantTypes.TokenExchange]));
        Subjects = new(World.Trusted, World.TrustedIssuers, World.UserPools,
            new(World.Pool, new(World.Clients, World.UserPools), World.Rings, new(), new FixedPoolKeys(), World.Clock), new(Seen, World.Clock));
        Pipeline = new(World.Authenticator, new([new TokenExchangeGrant(World.Organizations, Subjects, new(World.Pool, World.UserPools), UserRows)]), World.Resources, World.Rings, World.Rings, World.Tally, World.Clock);
    }

    public World World { get; } = new();
    public MemoryUsers UserRows { get; } = new();
    public MemorySeenUsers Seen { get; } = new();
    public TrustedIssuer Issuer { get; }
    public UserPool Pool { get; }
    public UserPool Loose { get; }
    public ForeignSubjects Subjects { get; }
    public TokenPipeline Pipeline { get; }

    public static TrustedIssuer NewIssuer(string id, string issuer, string organization = Org) =>
        new() { Id = id, OrganizationId = organization, Issuer = issuer, Audience = "idp", UserIdExpression = "{sub}", CreatedAt = World.Start, Version = "1" };

    /// <summary>A token that the verifier of trusted issuers believes.</summary>
    public string Trusted(string userId = "u-1", string more = "", TrustedIssuer? issuer = null, int lives = 3600)
    {
        var from = issuer ?? Issuer;
        var claims = Claims(from.Issuer, userId, more, lives);
        var token = JwtWriter.Write(TokenWorld.Ec, "JWT", Encoding.UTF8.GetBytes(claims));
        World.Trusted.Put(token, from, userId, World.Start.AddSeconds(lives), claims);
        return token;
    }

    /// <summary>A token of the provider of the self-provided pools.</summary>
    public static string OfPool(string userId = "u-1", string issuer = Pinned, string more = "", int lives = 3600) =>
        TokenWorld.Signed(Claims(issuer, userId, more, lives));

    public Task<Result<TokenSet>> ExchangeAsync(string? subject, params (string Name, string? Value)[] changes) => ExchangeAsync(World.Basic("gateway"), subject, changes);

    public async Task<Result<TokenSet>> ExchangeAsync(string? authorization, string? subject, params (string Name, string? Value)[] changes)
    {
        Dictionary<string, string?> form = new()
        {
            ["grant_type"] = GrantTypes.TokenExchange,
            ["subject_token"] = subject,
            ["subject_token_type"] = TokenTypes.Jwt,
        };
        foreach (var (name, value) in changes) form[name] = value;
        return (await Pipeline.RunAsync(World.Pool, authorization, World.Form([.. form.Select(pair => (pair.Key, pair.Value))]), World.Ct)).Answer;
    }

    static string Claims(string issuer, string sub, string more, int lives) =>
        $$"""{"iss":"{{issuer}}","aud":"idp","sub":"{{sub}}","iat":{{Second}},"exp":{{Second + lives}}{{(more == "" ? "" : "," + more)}}}""";
}
