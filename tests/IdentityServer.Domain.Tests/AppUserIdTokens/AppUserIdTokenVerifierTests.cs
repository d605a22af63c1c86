using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Jose;
using Xunit;
using static IdentityServer.Domain.Tests.AppUserIdTokens.TokenWorld;

namespace IdentityServer.Domain.Tests.AppUserIdTokens;

public sealed class AppUserIdTokenVerifierTests
{
    readonly TokenWorld world = new();

    Task<TokenFlaw?> OfHosted(string payload, string typ = "JWT") => world.FlawAsync(world.Hosted, Signed(payload, HostedKey, typ));

    [Fact]
    public async Task A_token_of_the_pools_own_provider_is_believed()
    {
        foreach (var key in (SigningCredential[])[Rsa, Ec])
        {
            var believed = await world.BelievedAsync(world.Inline, Signed(Claims("\"iss\":\"urn:acme\",\"email\":\"u@acme.example\""), key));
            Assert.Equal("user-1", believed.AppUserId);
            Assert.Equal(world.Inline.Id, believed.UserPoolId);
            Assert.Equal("urn:acme", believed.Issuer);
            Assert.Equal(Start.AddHours(1), believed.ExpiresAt);
            Assert.Equal("u@acme.example", believed.Claims.GetProperty("email").GetString());
        }
        Assert.Equal(0, world.RemoteKeys.Asked);
    }

    [Theory]
    [InlineData("PS256")]
    [InlineData("RS512")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    [InlineData("EdDSA")]
    public async Task Whatever_it_signs_with(string algorithm)
    {
        using var key = SigningCredential.Generate(Jose.Tokens.Algorithm(algorithm));
        Assert.Null(await world.FlawAsync(world.Change(world.Inline, new() { Jwks = Set(key.PublicJwk) }), Signed(Claims(), key)));
    }

    [Fact]
    public async Task Keys_that_are_published_elsewhere_come_through_the_port()
    {
        Assert.Equal("user-1", (await world.BelievedAsync(world.Remote, Signed(Claims()))).AppUserId);
        Assert.Equal(1, world.RemoteKeys.Asked);
        world.RemoteKeys.Answer = new(null, TokenFlaw.JwksStatus, "503");
        var verdict = await world.Verifier.VerifyAsync(Acme, null, world.Remote.Id, Signed(Claims()), Ct);
        Assert.Equal(("jwks_status", "503"), (verdict.Flaw!.Code, verdict.Detail));
    }

    // Every outbound call that a stranger can cause is one too many: S049.
    [Theory]
    [InlineData("not a token")]
    [InlineData("..")]
    public async Task For_what_is_no_token_nobody_is_asked(string token)
    {
        Assert.NotNull(await world.FlawAsync(world.Remote, token));
        Assert.Equal(TokenFlaw.KidMissing, await world.FlawAsync(world.Remote, Raw("""{"alg":"RS256"}""", Claims(), Rsa)));
        Assert.Equal(TokenFlaw.KidMissing, await world.FlawAsync(world.Remote, Raw("""{"alg":"RS256","kid":""}""", Claims(), Rsa)));
        Assert.Equal(0, world.RemoteKeys.Asked);
    }

    [Theory]
    [InlineData("\"app\"", null)]
    [InlineData("\"pool-hosted\"", null)]
    [InlineData("\"second-app\"", null)]
    [InlineData("\"inline-app\"", "audience_wrong")]
    [InlineData("\"app-off\"", "audience_wrong")]
    [InlineData("\"service\"", "audience_wrong")]
    [InlineData("\"globex-app\"", "audience_wrong")]
    [InlineData("\"APP\"", "audience_wrong")]
    [InlineData("\"Pool-hosted\"", "audience_wrong")]
    [InlineData("[\"app\"]", "audience_wrong")]
    [InlineData("\"\"", "audience_wrong")]
    [InlineData("null", "audience_wrong")]
    public async Task A_hosted_pools_token_is_for_the_pool_or_one_of_its_applications(string audience, string? code)
    {
        world.Clients.Put(NewClient("second-app", world.Hosted.Id));
        world.Clients.Put(NewClient("app-off", world.Hosted.Id, disabled: true));
        world.Clients.Put(NewClient("globex-app", world.OtherHosted.Id, organization: Globex));
        Assert.Equal(code, (await OfHosted(world.HostedClaims(audience: audience)))?.Code);
    }

    [Fact]
    public async Task A_hosted_pools_token_without_an_audience_is_for_nobody() => Assert.Equal(TokenFlaw.AudienceMissing,
        await OfHosted(Claims("\"iss\":\"https://id.example/pools/pool-hosted\"")));

    [Theory]
    [InlineData("https://id.example/pools/pool-hosted/")]
    [InlineData("https://id.example/pools/POOL-hosted")]
    [InlineData("https://ID.example/pools/pool-hosted")]
    [InlineData("http://id.example/pools/pool-hosted")]
    [InlineData("https://id.example")]
    [InlineData("https://id.example/pools/pool-globex")]
    [InlineData("https://id.example/pools/pool-inline")]
    public async Task A_hosted_pools_issuer_is_exact(string issuer) => Assert.Equal(TokenFlaw.IssuerWrong, await OfHosted(world.HostedClaims(issuer)));

    // What else the pool's key signs: RFC 8725 §3.12.
    [Theory]
    [InlineData("at+jwt")]
    [InlineData("logout+jwt")]
    [InlineData("dpop+jwt")]
    [InlineData("secevent+jwt")]
    public async Task Another_kind_of_our_own_tokens_is_refused(string typ) => Assert.Equal(TokenFlaw.KindWrong, await OfHosted(world.HostedClaims(), typ));

    [Fact]
    public async Task The_id_token_of_a_login_names_the_user_as_well() => Assert.Null(await OfHosted(world.HostedClaims(more: "\"sid\":\"s\",\"auth_time\":1")));

    [Fact]
    public async Task Our_own_token_without_a_typ_is_none() => Assert.Equal(TokenFlaw.KindWrong,
        await world.FlawAsync(world.Hosted, Raw($$"""{"alg":"RS256","kid":"{{HostedKey.Kid}}"}""", world.HostedClaims(), HostedKey)));

    [Theory]
    [InlineData(null, null)]
    [InlineData("jwt", null)]
    [InlineData("application/jwt", null)]
    [InlineData("at+jwt", "kind_wrong")]
    [InlineData("application/at+jwt", "kind_wrong")]
    [InlineData("logout+jwt", "kind_wrong")]
    [InlineData("dpop+jwt", "kind_wrong")]
    [InlineData("secevent+jwt", "kind_wrong")]
    [InlineData("", "kind_wrong")]
    public async Task A_provider_may_leave_typ_out_but_not_write_another(string? typ, string? code)
    {
        var header = typ is null ? $$"""{"alg":"RS256","kid":"{{Rsa.Kid}}"}""" : $$"""{"alg":"RS256","kid":"{{Rsa.Kid}}","typ":"{{typ}}"}""";
        Assert.Equal(code, (await world.FlawAsync(world.Inline, Raw(header, Claims(), Rsa)))?.Code);
    }

    // Keys are looked up through the pool, never the reverse: S053, CVE-2026-31813.
    [Theory]
    [InlineData("https://id.example")]
    [InlineData("https://id.example/")]
    [InlineData("https://ID.EXAMPLE/pools/pool-hosted")]
    [InlineData("https://id.example/pools/pool-hosted")]
    public async Task A_pools_own_key_does_not_speak_for_us(string issuer)
    {
        var token = Signed(Claims($"\"iss\":\"{issuer}\""));
        Assert.Equal(TokenFlaw.IssuerWrong, await world.FlawAsync(world.Inline, token));
        Assert.Equal(TokenFlaw.IssuerWrong, await world.FlawAsync(world.Change(world.Inline, new() { Jwks = Set(Rsa.PublicJwk), Issuer = issuer }), token));
        Assert.Equal(TokenFlaw.KidUnknown, await world.FlawAsync(world.Hosted, token));
    }

    [Theory]
    [InlineData("https://id.example.evil.example")]
    [InlineData("https://login.acme.example")]
    public async Task Anybody_else_may_be_the_issuer(string issuer) =>
        Assert.Equal(issuer, (await world.BelievedAsync(world.Inline, Signed(Claims($"\"iss\":\"{issuer}\"")))).Issuer);

    [Fact]
    public async Task One_pools_key_does_not_speak_for_another()
    {
        var other = world.Pools.Put(NewPool("pool-b", new() { Jwks = Set(OtherEc.PublicJwk), Issuer = "https://b.example" }));
        Assert.Equal(TokenFlaw.KidUnknown, await world.FlawAsync(other, Signed(Claims("\"iss\":\"https://b.example\""), Ec)));
        var named = Raw($$"""{"alg":"ES256","kid":"{{OtherEc.Kid}}"}""", Claims("\"iss\":\"https://b.example\""), Ec);
        Assert.Equal(TokenFlaw.SignatureWrong, await world.FlawAsync(other, named));
        Assert.Equal(TokenFlaw.KidUnknown, await world.FlawAsync(world.Hosted, Signed(world.HostedClaims(), OtherHostedKey)));
    }

    [Theory]
    [InlineData("https://login.acme.example", null)]
    [InlineData("https://login.acme.example/", "issuer_wrong")]
    [InlineData("https://Login.acme.example", "issuer_wrong")]
    [InlineData("http://login.acme.example", "issuer_wrong")]
    public async Task A_pinned_issuer_is_exact(string issuer, string? code)
    {
        var pool = world.Change(world.Inline, new() { Jwks = Set(Rsa.PublicJwk), Issuer = "https://login.acme.example" });
        Assert.Equal(code, (await world.FlawAsync(pool, Signed(Claims($"\"iss\":\"{issuer}\""))))?.Code);
    }

    [Theory]
    [InlineData("\"shop\"", null)]
    [InlineData("[\"else\",\"shop\"]", null)]
    [InlineData("\"Shop\"", "audience_wrong")]
    [InlineData("[\"else\"]", "audience_wrong")]
    [InlineData("[\"shop\",7]", "audience_wrong")]
    public async Task A_pinned_audience_is_among_those_of_the_token(string audience, string? code)
    {
        var pool = world.Change(world.Inline, new() { Jwks = Set(Rsa.PublicJwk), Audience = "shop" });
        Assert.Equal(code, (await world.FlawAsync(pool, Signed(Claims($"\"aud\":{audience}"))))?.Code);
    }

    [Theory]
    [InlineData("\"auth0|5f7c\"", null)]
    [InlineData("\"abc@clients\"", null)]
    [InlineData("null", "id_claim_not_a_string")]
    [InlineData("17", "id_claim_not_a_string")]
    [InlineData("{}", "id_claim_not_a_string")]
    [InlineData("[\"a\"]", "id_claim_not_a_string")]
    [InlineData("\"\"", "id_claim_empty_or_too_long")]
    [InlineData("\"  \"", "id_claim_empty_or_too_long")]
    [InlineData("\"a\\u0000\"", "id_claim_empty_or_too_long")]
    [InlineData("\"a\\nb\"", "id_claim_empty_or_too_long")]
    public async Task The_users_id_is_text(string sub, string? code) => Assert.Equal(code, (await world.FlawAsync(world.Inline, Signed(Claims(sub: sub))))?.Code);

    [Fact]
    public async Task The_users_id_has_at_most_255_characters()
    {
        Assert.Null(await world.FlawAsync(world.Inline, Signed(Claims(sub: $"\"{new string('x', 255)}\""))));
        Assert.Equal(TokenFlaw.IdClaimEmptyOrTooLong, await world.FlawAsync(world.Inline, Signed(Claims(sub: $"\"{new string('x', 256)}\""))));
    }

    [Fact]
    public async Task The_users_id_is_where_the_pool_says()
    {
        var pool = world.Change(world.Inline, new() { Jwks = Set(Rsa.PublicJwk), IdClaim = "https://acme.example/claims.user.id" });
        var believed = await world.BelievedAsync(pool, Signed(Claims("\"https://acme.example/claims\":{\"user\":{\"id\":\"u-7\"}}")));
        Assert.Equal("u-7", believed.AppUserId);
        Assert.Equal(TokenFlaw.IdClaimMissing, await world.FlawAsync(world.Change(world.Inline, new() { Jwks = Set(Rsa.PublicJwk), IdClaim = "..", }), Signed(Claims())));
    }

    // 366 days are believed, one second more is not; fractions are cut to milliseconds.
    [Theory]
    [InlineData("\"iat\":1800000000,\"exp\":1831622400", null)]
    [InlineData("\"iat\":1800000000,\"exp\":1831622401", "lifetime_too_long")]
    [InlineData("\"iat\":1700000000,\"exp\":1800000300", "lifetime_too_long")]
    [InlineData("\"iat\":1800000060,\"exp\":1800000300", null)]
    [InlineData("\"iat\":1799990000,\"exp\":1799999941", null)]
    [InlineData("\"iat\":1799990000,\"exp\":1799999940", "expired")]
    [InlineData("\"iat\":1800000000,\"exp\":1e400", "exp_malformed")]
    [InlineData("\"iat\":1800000000,\"exp\":\"1800000300\"", "exp_malformed")]
    [InlineData("\"iat\":1800000000,\"exp\":1800000300.5", null)]
    public async Task Times_are_numbers_within_bounds(string times, string? code) =>
        Assert.Equal(code, (await world.FlawAsync(world.Inline, Signed("{\"sub\":\"u\"," + times + "}")))?.Code);

    [Fact]
    public async Task A_disabled_pool_and_a_dropped_key_believe_nothing_more()
    {
        var token = Signed(Claims());
        Assert.Null(await world.FlawAsync(world.Inline, token));
        Assert.Equal(TokenFlaw.KidUnknown, await world.FlawAsync(world.Change(world.Inline, new() { Jwks = Set(Ec.PublicJwk) }), token));
        world.Pools.Put(world.Inline with { Disabled = true });
        Assert.Equal(TokenFlaw.PoolDisabled, await world.FlawAsync(world.Inline, token));
        world.Pools.Put(world.Inline with { DeletedAt = Start });
        Assert.Equal(TokenFlaw.PoolUnknown, await world.FlawAsync(world.Inline, token));
    }
}
