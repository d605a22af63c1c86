using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;

namespace Bench.Micro;

/// <summary>A whole verification of an appUserIdToken whose pool's keys are in memory, against the check of its signature alone.</summary>
[MemoryDiagnoser]
public class VerifyBenchmark
{
    const string Organization = "org-acme";

    static readonly PoolId pool = new("0198f3a0-0000-7000-8000-000000000001");
    static readonly ClientId client = new("0198f3a0-0000-7000-8000-000000000002");

    SigningCredential? key;
    VerificationKey? bare;
    Jwt? read;
    AppUserIdTokenVerifier? verifier;
    string token = "";

    [Params("RS256", "ES256")]
    public string Algorithm { get; set; } = "RS256";

    [GlobalSetup]
    public void Setup()
    {
        if (!JwsAlgorithm.TryGet(Algorithm, out var algorithm)) throw new InvalidOperationException(Algorithm);
        key = SigningCredential.Generate(algorithm);
        if (!VerificationKey.TryCreate(key.PublicJwk, algorithm, out bare, out var problem)) throw new InvalidOperationException(problem.ToString());
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        token = JwtWriter.Write(key, "JWT", Encoding.UTF8.GetBytes($$"""
            {"iss":"https://login.acme.example","sub":"auth0|5f7c8ec7c33c6c004bbafe82","aud":["shop","https://login.acme.example/userinfo"],
             "iat":{{now}},"exp":{{now + 86_400}},"jti":"0198f3a0-0000-7000-8000-000000000003","email":"alice@acme.example","email_verified":true}
            """));
        if (!JwtReader.TryRead(token, out read, out _)) throw new InvalidOperationException("The token is none.");

        var (pools, clients, rings) = (new MemoryUserPools(), new MemoryClients(), new Rings());
        pools.Put(new()
        {
            Id = pool, OrganizationId = Organization, Name = "Acme", CreatedAt = default, Version = "1",
            Authorization = new() { Jwks = Set(key.PublicJwk), Issuer = "https://login.acme.example", Audience = "shop" },
        });
        clients.Put(new() { PoolId = pool, Id = client, Name = "Shop", CreatedAt = default, Sdk = new() { OrganizationId = Organization, Kind = default } });
        verifier = new(new(PoolId.Default, "https://id.example"), new(clients, pools), rings, new(), new FixedPoolKeys(), TimeProvider.System);
        if (!Verify().AsTask().GetAwaiter().GetResult() || !Bare()) throw new InvalidOperationException("The token is not believed.");
    }

    [Benchmark(Baseline = true)]
    public bool Bare() => bare!.Verify(read!.SigningInput, read.Signature);

    [Benchmark]
    public async ValueTask<bool> Verify() => (await verifier!.VerifyAsync(Organization, client, null, token, CancellationToken.None)).Flaw is null;

    static string Set(Jwk key)
    {
        using var buffer = new PooledBuffer();
        using (var json = new Utf8JsonWriter(buffer)) new JwkSet([key]).WriteTo(json);
        return Encoding.UTF8.GetString(buffer.Written);
    }
}
