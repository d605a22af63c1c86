using System.Text;
using IdentityServer.Domain.Discovery;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Domain.Tests.AppUserIdTokens;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tokens;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Domain.Tests.TrustedIssuers;

/// <summary>Two organizations that trust issuers of others, and the servers of those issuers.</summary>
sealed class TrustWorld : IJwksFetch, IDiscoveryFetch
{
    public const string Acme = "org-acme";
    public const string Globex = "org-globex";
    public const string Ci = "https://ci.example";
    public const string CiKeys = "https://ci.example/keys";
    public const string Sso = "https://sso.example";
    public const string SsoKeys = "https://keys.sso.example/jwks";

    /// <summary>The first second of a token that was just made.</summary>
    public const long Second = TokenWorld.Second;

    public static readonly SigningCredential CiKey = TokenWorld.Rsa;
    public static readonly SigningCredential SsoKey = TokenWorld.Ec;
    public static readonly SigningCredential OtherKey = TokenWorld.OtherEc;

    public TrustWorld(TrustedIssuer[]? trusted = null)
    {
        Published[CiKeys] = JwksDocument.Read(Encoding.UTF8.GetBytes(TokenWorld.Set(CiKey.PublicJwk)));
        Published[SsoKeys] = JwksDocument.Read(Encoding.UTF8.GetBytes(TokenWorld.Set(SsoKey.PublicJwk)));
        Documents[Sso] = new(new() { Issuer = Sso, JwksUri = SsoKeys });
        foreach (var issuer in trusted ?? [CiIssuer, SsoIssuer]) Store.Put(issuer);
        Ids = new(Root, Pools);
        Keys = new(new ProviderDirectory(this, Clock), new(this, Clock));
        Verifier = new(Root, Store, Keys, Ids, Clock);
        Foreign = new(Verifier, new(Organizations, Pools), Clock);
        Organizations.Put(new() { Id = Globex, Name = "Globex", CreatedAt = TokenWorld.Start });
        Organizations.Put(new() { Id = Acme, Name = "Acme", CreatedAt = TokenWorld.Start, IsOwner = true });
    }

    public static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public ManualClock Clock { get; } = new(TokenWorld.Start);
    public Pool Root { get; } = new(PoolId.Default, "https://id.example");
    public MemoryUserPools Pools { get; } = new();
    public MemoryTrustedIssuers Store { get; } = new();
    public MappedIds Ids { get; }
    public TrustedKeys Keys { get; }
    public TrustedTokenVerifier Verifier { get; }
    public MemoryOrganizations Organizations { get; } = new();
    public ForeignTokens Foreign { get; }

    /// <summary>What stands at which address.</summary>
    public Dictionary<string, JwksAnswer> Published { get; } = [];
    public Dictionary<string, DiscoveryAnswer> Documents { get; } = [];

    /// <summary>Every address that was called, in order.</summary>
    public List<string> Called { get; } = [];

    /// <summary>A CI system, with a jwksUri.</summary>
    public static TrustedIssuer CiIssuer { get; } = new()
    {
        Id = "ti-1", OrganizationId = Acme, Issuer = Ci, Audience = "idp", UserIdExpression = "{repository}|{ref_name}", JwksUri = CiKeys,
        Roles = new Dictionary<string, MemberRole> { ["acme/site|main"] = MemberRole.Admin, ["acme/*"] = MemberRole.ReadOnly },
        CreatedAt = TokenWorld.Start, Version = "1",
    };

    /// <summary>A provider of people, with a discovery document.</summary>
    public static TrustedIssuer SsoIssuer { get; } = new()
    {
        Id = "ti-2", OrganizationId = Globex, Issuer = Sso, Audience = "shop", UserIdExpression = "{sub}", CreatedAt = TokenWorld.Start, Version = "1",
    };

    public static string Claims(string more = "", string iss = Ci, string aud = "\"idp\"", string who = "\"repository\":\"acme/site\",\"ref_name\":\"main\"", string times = "\"iat\":1800000000,\"exp\":1800003600") =>
        $$"""{"iss":"{{iss}}","aud":{{aud}},{{who}},{{times}}{{(more == "" ? "" : "," + more)}}}""";

    public static string SsoClaims(string sub = "\"u-1\"", string aud = "\"shop\"") => Claims(iss: Sso, aud: aud, who: $"\"sub\":{sub}");

    public static string Signed(string payload, SigningCredential? key = null, string typ = "JWT") => TokenWorld.Signed(payload, key ?? CiKey, typ);

    public static string Headed(string header, string? payload = null, SigningCredential? key = null) => TokenWorld.Raw(header, payload ?? Claims(), key ?? CiKey);

    public async Task<TrustedFlaw?> FlawAsync(string token, string? organization = null)
    {
        var verdict = await Verifier.VerifyAsync(organization, token, Ct);
        // One or the other, never both and never neither.
        Xunit.Assert.Equal(verdict.Flaw is null, verdict.Try(out _, out _));
        return verdict.Flaw;
    }

    public async Task<TrustedToken> BelievedAsync(string token, string? organization = null)
    {
        var verdict = await Verifier.VerifyAsync(organization, token, Ct);
        Xunit.Assert.True(verdict.Try(out var believed, out var flaw), flaw?.Code + " " + verdict.Detail);
        return believed;
    }

    public ValueTask<JwksAnswer> FetchAsync(Uri source, CancellationToken ct)
    {
        lock (Called) Called.Add(source.OriginalString);
        return new(Published.GetValueOrDefault(source.OriginalString) ?? JwksAnswer.Failed(JwksProblem.NotFound));
    }

    public ValueTask<DiscoveryAnswer> FetchAsync(string issuer, CancellationToken ct)
    {
        lock (Called) Called.Add(issuer);
        return new(Documents.GetValueOrDefault(issuer) ?? new(null, DiscoveryProblem.NotFound));
    }
}
