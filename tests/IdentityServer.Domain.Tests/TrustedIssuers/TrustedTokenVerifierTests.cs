using System.Text;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Domain.Tests.AppUserIdTokens;
using IdentityServer.Domain.TrustedIssuers;
using Xunit;
using static IdentityServer.Domain.Tests.TrustedIssuers.TrustWorld;

namespace IdentityServer.Domain.Tests.TrustedIssuers;

public sealed class TrustedTokenVerifierTests
{
    readonly TrustWorld world = new();

    [Fact]
    public async Task A_token_comes_to_the_user_and_the_role()
    {
        var token = await world.BelievedAsync(Signed(Claims("\"jti\":\"j-1\"")));
        Assert.Equal(("ti-1", "acme/site|main", MemberRole.Admin, "j-1"), (token.Issuer.Id, token.UserId, token.Role, token.Jti));
        Assert.Equal(TokenWorld.Start.AddHours(1), token.ExpiresAt);
        Assert.Equal("main", token.Claims.GetProperty("ref_name").GetString());
        Assert.Equal(MemberRole.ReadOnly, (await world.BelievedAsync(Signed(Claims(who: "\"repository\":\"acme/x\",\"ref_name\":\"dev\"")))).Role);
        Assert.Null((await world.BelievedAsync(Signed(Claims(who: "\"repository\":\"evil/x\",\"ref_name\":\"dev\"")))).Role);
        Assert.Null((await world.BelievedAsync(Signed(SsoClaims(), SsoKey))).Role);
    }

    [Theory]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.AAAA", true)]
    [InlineData("idp_ak_0123456789", false)]
    [InlineData("e30.e30.AAAA", false)]
    [InlineData("ey.e30", false)]
    [InlineData("ey.a.b.c.d", false)]
    [InlineData("", false)]
    public void What_has_not_the_shape_of_a_token_is_not_read(string text, bool may) => Assert.Equal(may, TrustedTokenVerifier.MayRead(text));

    [Fact]
    public void Nor_is_what_is_too_long() => Assert.False(TrustedTokenVerifier.MayRead("ey.." + new string('A', 16 * 1024)));

    [Fact]
    public async Task Another_organization_sees_nothing_and_asks_nobody()
    {
        Assert.Equal(TrustedFlaw.IssuerUntrusted, await world.FlawAsync(Signed(Claims()), Globex));
        Assert.Empty(world.Called);
        Assert.Null(await world.FlawAsync(Signed(Claims()), Acme));
    }

    // Every outbound call that a stranger can cause is one too many: S049, S053.
    [Theory]
    [InlineData("https://ci.example/", "issuer_untrusted")]
    [InlineData("https://CI.example", "issuer_untrusted")]
    [InlineData("http://ci.example", "issuer_untrusted")]
    [InlineData("https://stranger.example", "issuer_untrusted")]
    [InlineData("", "issuer_untrusted")]
    [InlineData("https://id.example", "issuer_ours")]
    [InlineData("https://ID.example/pools/p", "issuer_ours")]
    public async Task For_an_issuer_that_nobody_trusts_nothing_is_called(string iss, string code)
    {
        Assert.Equal(code, (await world.FlawAsync(Signed(Claims(iss: iss))))?.Code);
        Assert.Empty(world.Called);
    }

    [Fact]
    public async Task An_issuer_of_ours_is_none_of_others_whatever_is_stored()
    {
        world.Store.Put(CiIssuer with { Id = "ti-3", Issuer = "https://id.example" });
        Assert.Equal(TrustedFlaw.IssuerOurs, await world.FlawAsync(Signed(Claims(iss: "https://id.example"))));
    }

    [Fact]
    public async Task One_issuers_key_does_not_speak_for_another()
    {
        Assert.Equal(TrustedFlaw.KidUnknown, await world.FlawAsync(Signed(SsoClaims(), CiKey)));
        Assert.Equal(TrustedFlaw.SignatureWrong, await world.FlawAsync(Headed($$"""{"alg":"ES256","kid":"{{SsoKey.Kid}}"}""", SsoClaims(), OtherKey)));
    }

    [Fact]
    public async Task Iss_is_a_string()
    {
        Assert.Equal(TrustedFlaw.IssuerMissing, await world.FlawAsync(Signed("""{"aud":"idp"}""")));
        Assert.Equal(TrustedFlaw.IssuerMissing, await world.FlawAsync(Signed("""{"iss":["https://ci.example"],"aud":"idp"}""")));
    }

    // S052.
    [Theory]
    [InlineData("\"idp\"", null)]
    [InlineData("[\"other\",\"idp\"]", null)]
    [InlineData("\"IDP\"", "audience_wrong")]
    [InlineData("\"other\"", "audience_wrong")]
    [InlineData("[\"other\"]", "audience_wrong")]
    [InlineData("[]", "audience_wrong")]
    [InlineData("[\"idp\",7]", "audience_wrong")]
    [InlineData("null", "audience_wrong")]
    [InlineData("\"*\"", "audience_wrong")]
    public async Task The_audience_is_among_those_of_the_token(string aud, string? code) => Assert.Equal(code, (await world.FlawAsync(Signed(Claims(aud: aud))))?.Code);

    [Fact]
    public async Task A_token_without_an_audience_is_for_nobody_who_has_a_name()
    {
        var token = Signed("""{"iss":"https://ci.example","repository":"a","ref_name":"b","iat":1800000000,"exp":1800003600}""");
        Assert.Equal(TrustedFlaw.AudienceWrong, await world.FlawAsync(token));
        world.Store.Put(CiIssuer with { Id = "ti-3", Audience = "*", OrganizationId = Globex });
        Assert.Equal("ti-3", (await world.BelievedAsync(token)).Issuer.Id);
        Assert.Equal(TrustedFlaw.AudienceWrong, await world.FlawAsync(Signed(Claims(aud: "{}"))));
        Assert.Equal(TrustedFlaw.AudienceWrong, await world.FlawAsync(Signed(Claims(aud: "[7]"))));
    }

    [Fact]
    public async Task A_named_audience_goes_before_any()
    {
        world.Store.Put(CiIssuer with { Id = "ti-0", Audience = "*", OrganizationId = Globex });
        Assert.Equal("ti-1", (await world.BelievedAsync(Signed(Claims()))).Issuer.Id);
        Assert.Equal("ti-0", (await world.BelievedAsync(Signed(Claims(aud: "\"else\"")))).Issuer.Id);
        Assert.Equal("ti-0", (await world.BelievedAsync(Signed(Claims()), Globex)).Issuer.Id);
        // What its owner has disabled does not become somebody else's.
        world.Store.Put(CiIssuer with { Disabled = true });
        Assert.Equal(TrustedFlaw.IssuerDisabled, await world.FlawAsync(Signed(Claims())));
    }

    [Fact]
    public async Task Audiences_of_two_organizations_are_no_ones()
    {
        world.Store.Put(CiIssuer with { Id = "ti-3", Audience = "other", OrganizationId = Globex });
        var token = Signed(Claims(aud: "[\"idp\",\"other\"]"));
        Assert.Equal(TrustedFlaw.AudienceAmbiguous, await world.FlawAsync(token));
        Assert.Equal("ti-3", (await world.BelievedAsync(token, Globex)).Issuer.Id);
        world.Store.Put(CiIssuer with { Disabled = true });
        Assert.Equal("ti-3", (await world.BelievedAsync(token)).Issuer.Id);
        world.Store.Put(CiIssuer with { Id = "ti-3", Audience = "other" });
        world.Store.Put(CiIssuer);
        Assert.Equal("ti-1", (await world.BelievedAsync(token)).Issuer.Id);
    }

    [Fact]
    public async Task A_disabled_issuer_is_not_believed_and_not_asked()
    {
        world.Store.Put(CiIssuer with { Disabled = true });
        Assert.Equal(TrustedFlaw.IssuerDisabled, await world.FlawAsync(Signed(Claims())));
        Assert.Empty(world.Called);
    }

    // S054: tokens that the issuer addresses to us, and that are about something else.
    [Theory]
    [InlineData(null, null)]
    [InlineData("JWT", null)]
    [InlineData("jwt", null)]
    [InlineData("at+jwt", null)]
    [InlineData("application/at+jwt", null)]
    [InlineData("logout+jwt", "kind_wrong")]
    [InlineData("secevent+jwt", "kind_wrong")]
    [InlineData("dpop+jwt", "kind_wrong")]
    [InlineData("client-authentication+jwt", "kind_wrong")]
    [InlineData("application/x", "kind_wrong")]
    [InlineData("", "kind_wrong")]
    public async Task Only_access_and_ID_tokens_name_a_user(string? typ, string? code) =>
        Assert.Equal(code, (await world.FlawAsync(Headed($$"""{"alg":"RS256","kid":"{{CiKey.Kid}}"{{(typ is null ? "" : $",\"typ\":\"{typ}\"")}}}""")))?.Code);

    [Fact]
    public async Task A_logout_token_is_none_whatever_its_typ() =>
        Assert.Equal(TrustedFlaw.KindWrong, await world.FlawAsync(Signed(Claims("\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}}"))));

    // S051. An hour more than a day is believed, a second more is not.
    [Theory]
    [InlineData("\"iat\":1800000000,\"exp\":1800090000", null)]
    [InlineData("\"iat\":1800000000,\"exp\":1800090001", "lifetime_too_long")]
    [InlineData("\"iat\":1800000000,\"exp\":3400000000", "lifetime_too_long")]
    [InlineData("\"iat\":1799990000,\"exp\":1799999941", null)]
    [InlineData("\"iat\":1799990000,\"exp\":1799999940", "expired")]
    [InlineData("\"iat\":1800000061,\"exp\":1800000300", "issued_in_the_future")]
    [InlineData("\"iat\":1800000000,\"exp\":1800000300,\"nbf\":1800000061", "not_yet_valid")]
    [InlineData("\"iat\":1800000000,\"exp\":1800000300,\"nbf\":\"x\"", "nbf_malformed")]
    [InlineData("\"iat\":1800000000", "exp_missing")]
    [InlineData("\"exp\":1800000300", "iat_missing")]
    [InlineData("\"iat\":1800000000,\"exp\":\"1800000300\"", "exp_malformed")]
    [InlineData("\"iat\":1800000000,\"exp\":1e400", "exp_malformed")]
    [InlineData("\"iat\":\"now\",\"exp\":1800000300", "iat_malformed")]
    public async Task Times_are_numbers_within_bounds(string times, string? code) => Assert.Equal(code, (await world.FlawAsync(Signed(Claims(times: times))))?.Code);

    [Theory]
    [InlineData("{}", "user_id_unmade")]
    [InlineData("\"two words\"", "user_id_unmade")]
    [InlineData("\"web@clients\"", "user_id_taken")]
    [InlineData("\"https://id.example/u\"", "user_id_taken")]
    [InlineData("\"default\"", "user_id_taken")]
    public async Task The_user_id_is_one_that_may_be_had(string sub, string code) => Assert.Equal(code, (await world.FlawAsync(Signed(SsoClaims(sub), SsoKey)))?.Code);

    [Fact]
    public async Task An_expression_that_cannot_be_read_makes_no_user()
    {
        world.Store.Put(CiIssuer with { UserIdExpression = "{" });
        Assert.Equal(TrustedFlaw.UserIdUnmade, await world.FlawAsync(Signed(Claims())));
    }

    // S058: a key that its owner has dropped.
    [Fact]
    public async Task A_dropped_key_is_refused_within_a_minute()
    {
        Assert.Null(await world.FlawAsync(Signed(Claims())));
        world.Published[CiKeys] = JwksDocument.Read(Encoding.UTF8.GetBytes(TokenWorld.Set(OtherKey.PublicJwk)));
        world.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(TrustedFlaw.KidUnknown, await world.FlawAsync(Signed(Claims())));
        Assert.Null(await world.FlawAsync(Signed(Claims(), OtherKey)));
    }

    // S059.
    [Fact]
    public async Task Random_kids_cost_one_fetch_and_a_new_key_is_seen()
    {
        Assert.Null(await world.FlawAsync(Signed(Claims())));
        for (var i = 0; i < 1000; i++) Assert.Equal(TrustedFlaw.KidUnknown, await world.FlawAsync(Headed($$"""{"alg":"RS256","kid":"k{{i}}"}""")));
        Assert.Single(world.Called);
        Assert.Null(await world.FlawAsync(Signed(Claims())));
        world.Published[CiKeys] = JwksDocument.Read(Encoding.UTF8.GetBytes(TokenWorld.Set(CiKey.PublicJwk, OtherKey.PublicJwk)));
        world.Clock.Advance(RemoteKeySet.CoolDown);
        Assert.Null(await world.FlawAsync(Signed(Claims(), OtherKey)));
        Assert.Equal(2, world.Called.Count);
    }

    [Fact]
    public async Task A_preview_says_what_will_be_once_it_is_stored()
    {
        string[] tokens =
        [
            Signed(Claims()), Signed(Claims(aud: "\"other\"")), Signed(Claims(aud: "[\"a\",\"idp\"]")), Signed(Claims(), OtherKey), Signed(Claims(times: "\"exp\":1800000300")),
            Signed(Claims(who: "\"repository\":\"acme/x\"")), Signed(Claims(who: "\"repository\":\"evil/x\",\"ref_name\":\"dev\"")), Signed(SsoClaims(), SsoKey), "x", Signed(Claims(), typ: "logout+jwt"),
        ];
        TrustedIssuer[] candidates = [CiIssuer, CiIssuer with { Audience = "*" }, CiIssuer with { UserIdExpression = "{ref_name}" }, CiIssuer with { Disabled = true }, CiIssuer with { JwksUri = null }, SsoIssuer];
        foreach (var candidate in candidates)
            foreach (var token in tokens)
            {
                var empty = new TrustWorld(trusted: []);
                var before = await empty.Verifier.PreviewAsync(candidate, token, Ct);
                empty.Store.Put(candidate);
                var then = await empty.Verifier.VerifyAsync(null, token, Ct);
                Assert.Equal((before.Flaw, before.Detail, before.Token?.UserId, before.Token?.Role, before.Token?.ExpiresAt), (then.Flaw, then.Detail, then.Token?.UserId, then.Token?.Role, then.Token?.ExpiresAt));
            }
    }
}
