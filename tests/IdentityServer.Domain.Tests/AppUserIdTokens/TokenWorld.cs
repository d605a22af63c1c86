using System.Text;
using System.Text.Json;
using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;

namespace IdentityServer.Domain.Tests.AppUserIdTokens;

/// <summary>Two organizations with pools of each kind, keys of their own, and every law of the slice at work.</summary>
sealed class TokenWorld
{
    public const string Acme = "org-acme";
    public const string Globex = "org-globex";

    /// <summary>The first second of a token that was just made.</summary>
    public const long Second = 1_800_000_000;

    public static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(Second);
    public static readonly SigningCredential HostedKey = SigningCredential.Generate(JwsAlgorithm.RS256);
    public static readonly SigningCredential OtherHostedKey = SigningCredential.Generate(JwsAlgorithm.RS256);
    public static readonly SigningCredential Rsa = SigningCredential.Generate(JwsAlgorithm.RS256);
    public static readonly SigningCredential Ec = SigningCredential.Generate(JwsAlgorithm.ES256);
    public static readonly SigningCredential OtherEc = SigningCredential.Generate(JwsAlgorithm.ES256);

    public TokenWorld()
    {
        Hosted = Pools.Put(NewPool("pool-hosted", null));
        OtherHosted = Pools.Put(NewPool("pool-globex", null) with { OrganizationId = Globex });
        Inline = Pools.Put(NewPool("pool-inline", new() { Jwks = Set(Rsa.PublicJwk, Ec.PublicJwk) }));
        Remote = Pools.Put(NewPool("pool-remote", new() { JwksUri = "https://login.acme.example/jwks.json" }));
        App = Clients.Put(NewClient("app", Hosted.Id));
        InlineApp = Clients.Put(NewClient("inline-app", Inline.Id));
        Clients.Put(NewClient("service", PoolId.Default, SdkClientKind.Service));
        Rings.Put(Ring(Hosted.Id, HostedKey, Ec));
        Rings.Put(Ring(OtherHosted.Id, OtherHostedKey));
        RemoteKeys.Answer = new(new JwkSet([Rsa.PublicJwk])) { FetchedAt = Start - TimeSpan.FromMinutes(5) };
        Named = new(Clients, Pools);
        Verifier = new(Root, Named, Rings, InlineKeys, RemoteKeys, Clock);
        Explainer = new(Root, Verifier, Named, Pools, Rings, InlineKeys, RemoteKeys, Clock);
        Seen = new(SeenUsers, Clock);
        Issuer = new(Root, Pools, Clients, Rings, Rings, Seen, Tally, Clock);
    }

    public static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public ManualClock Clock { get; } = new(Start);
    public Pool Root { get; } = new(PoolId.Default, "https://id.example");
    public MemoryClients Clients { get; } = new();
    public MemoryUserPools Pools { get; } = new();
    public MemorySeenUsers SeenUsers { get; } = new();
    public Rings Rings { get; } = new();
    public FixedPoolKeys RemoteKeys { get; } = new();
    public InlineKeys InlineKeys { get; } = new();
    public TokenTally Tally { get; } = new();
    public TokenPools Named { get; }
    public AppUserIdTokenVerifier Verifier { get; }
    public TokenExplainer Explainer { get; }
    public SeenUsers Seen { get; }
    public AppUserIdTokenIssuer Issuer { get; }
    public UserPool Hosted { get; }
    public UserPool OtherHosted { get; }
    public UserPool Inline { get; }
    public UserPool Remote { get; }
    public Client App { get; }
    public Client InlineApp { get; }

    public static UserPool NewPool(string id, TokenSource? source) => new()
    {
        Id = new(id), OrganizationId = Acme, Name = "The pool " + id, Authorization = source, CreatedAt = Start, Version = id + "-1",
    };

    public static Client NewClient(string id, PoolId pool, SdkClientKind kind = SdkClientKind.Application, string organization = Acme, bool disabled = false) => new()
    {
        PoolId = pool, Id = new(id), Name = "The client " + id, CreatedAt = Start, Disabled = disabled, Sdk = new() { OrganizationId = organization, Kind = kind },
    };

    public static KeyRing Ring(PoolId pool, params SigningCredential[] keys) => RingUntil(DateTimeOffset.MaxValue, pool, keys);

    public static KeyRing RingUntil(DateTimeOffset signedUntil, PoolId pool, params SigningCredential[] keys) =>
        new(pool, keys.Select(key => new KeyRingSigner(key, signedUntil)), [.. keys.Select(key => key.PublicJwk)], [], new(new byte[32], pool));

    public static string Set(params Jwk[] keys) => Set([.. keys.Select(Json)]);

    /// <summary>A set of keys as they are written here, good or bad.</summary>
    public static string Set(params string[] keys) => "{\"keys\":[" + string.Join(',', keys) + "]}";

    public static string Json(Jwk key)
    {
        using var buffer = new PooledBuffer();
        using (var json = new Utf8JsonWriter(buffer)) key.WriteTo(json);
        return Encoding.UTF8.GetString(buffer.Written);
    }

    public static string Claims(string more = "", string sub = "\"user-1\"") =>
        $$"""{"sub":{{sub}},"iat":{{Second}},"exp":{{Second + 3600}}{{(more == "" ? "" : "," + more)}}}""";

    /// <summary>The claims of a hosted pool's token, as we write them.</summary>
    public string HostedClaims(string? issuer = null, string audience = "\"app\"", string more = "") =>
        Claims($$"""
            "iss":"{{issuer ?? PoolDirectory.IssuerOf(Root, Hosted.Id)}}","aud":{{audience}}{{(more == "" ? "" : "," + more)}}
            """.Trim());

    /// <summary>Signed with a header as it is given.</summary>
    public static string Raw(string header, string payload, SigningCredential key)
    {
        var input = Jose.Tokens.Part(header) + "." + Jose.Tokens.Part(payload);
        var signature = new byte[key.SignatureSize];
        Xunit.Assert.True(key.TrySign(Encoding.ASCII.GetBytes(input), signature, out var length));
        return input + "." + StrictBase64Url.Encode(signature.AsSpan(0, length));
    }

    public static string Signed(string payload, SigningCredential? key = null, string typ = "JWT") =>
        JwtWriter.Write(key ?? Rsa, typ, Encoding.UTF8.GetBytes(payload));

    public async Task<TokenFlaw?> FlawAsync(UserPool pool, string token)
    {
        var verdict = await Verifier.VerifyAsync(Acme, null, pool.Id, token, Ct);
        // One or the other, never both and never neither.
        Xunit.Assert.Equal(verdict.Flaw is null, verdict.Try(out _, out _));
        return verdict.Flaw;
    }

    public async Task<BelievedToken> BelievedAsync(UserPool pool, string token)
    {
        var verdict = await Verifier.VerifyAsync(Acme, null, pool.Id, token, Ct);
        Xunit.Assert.True(verdict.Try(out var believed, out var flaw), flaw?.Code);
        return believed;
    }

    /// <summary>The inline pool with other settings, and the version that goes with them.</summary>
    public UserPool Change(UserPool pool, TokenSource source) =>
        Pools.Put(pool with { Authorization = source, Version = Guid.CreateVersion7().ToString() });
}
