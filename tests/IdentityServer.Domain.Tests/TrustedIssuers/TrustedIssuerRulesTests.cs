using IdentityServer.Domain.Egress;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.TrustedIssuers;
using Xunit;
using static IdentityServer.Domain.Tests.TrustedIssuers.TrustWorld;

namespace IdentityServer.Domain.Tests.TrustedIssuers;

public sealed class TrustedIssuerRulesTests
{
    const string Issuer = "https://id.example";

    static TrustedIssuerRules Rules(params string[] allowed) =>
        new(new(AllowedHosts.TryParse(allowed, out var hosts, out _) ? hosts : AllowedHosts.None, Issuer), new(PoolId.Default, Issuer));

    static void Wrong(TrustedIssuer issuer, string member, string problem, params string[] allowed)
    {
        var flaw = Rules(allowed).Flaw(issuer);
        Assert.Equal(member, flaw?.Member);
        Assert.Contains(problem, flaw?.Problem, StringComparison.Ordinal);
    }

    static TrustedIssuer WithRoles(params (string Id, MemberRole Role)[] roles) => CiIssuer with { Roles = roles.ToDictionary(pair => pair.Id, pair => pair.Role) };

    [Fact]
    public void Issuers_with_and_without_a_jwksUri_may_stay()
    {
        TrustedIssuer[] right =
        [
            CiIssuer, SsoIssuer, CiIssuer with { Audience = "*", Roles = SsoIssuer.Roles }, SsoIssuer with { Issuer = "https://tenant.auth.example/" },
            CiIssuer with { Issuer = "https://kubernetes.default.svc.cluster.local" }, CiIssuer with { Issuer = "https://id.example.org" }, CiIssuer with { Audience = "My App" },
            CiIssuer with { Issuer = "https://a.example/" + new string('x', 382), Audience = new('a', 400) },
        ];
        Assert.All(right, issuer => Assert.Null(Rules().Flaw(issuer)));
        Assert.Null(Rules("localhost:9000").Flaw(SsoIssuer with { Issuer = "http://localhost:9000" }));
        Assert.Null(Rules("localhost:9000").Flaw(CiIssuer with { Issuer = "http://localhost:9000" }));
    }

    [Theory]
    [InlineData("", "must not be empty")]
    [InlineData("ci.example", "absolute URL")]
    [InlineData("urn:ci", "absolute URL")]
    [InlineData("http://ci.example", "must use https")]
    [InlineData("ftp://ci.example", "must use https")]
    [InlineData("https://ci.example/#x", "fragment")]
    [InlineData("https://ci.example/?x", "query")]
    [InlineData("https://u@ci.example", "user")]
    [InlineData("https://cí.example", "visible ASCII")]
    [InlineData("https://ci.example/a b", "visible ASCII")]
    [InlineData("https://id.example", "issuer of this server")]
    [InlineData("https://id.example/", "issuer of this server")]
    [InlineData("https://ID.example/pools/x", "issuer of this server")]
    [InlineData("HTTPS://id.example:443/pools/x", "issuer of this server")]
    [InlineData("https://id.example/x/../pools/y", "issuer of this server")]
    public void Others_and_our_own_may_not(string issuer, string problem)
    {
        Wrong(CiIssuer with { Issuer = issuer }, "issuer", problem);
        Wrong(SsoIssuer with { Issuer = issuer }, "issuer", problem);
    }

    [Fact]
    public void Without_a_jwksUri_the_issuer_itself_is_called()
    {
        Wrong(SsoIssuer with { Issuer = "https://10.0.0.1" }, "issuer", "private network");
        Wrong(SsoIssuer with { Issuer = "https://localhost" }, "issuer", "this machine");
        Wrong(SsoIssuer with { Issuer = "https://sso.example:9000" }, "issuer", "port 443");
        Wrong(CiIssuer with { JwksUri = "https://10.0.0.1/keys" }, "jwksUri", "private network");
        Wrong(CiIssuer with { JwksUri = "http://ci.example/keys" }, "jwksUri", "https");
        Wrong(CiIssuer with { JwksUri = "https://id.example/keys" }, "jwksUri", "back to this server");
        Wrong(CiIssuer with { Issuer = "https://ci.example/" + new string('x', 400) }, "issuer", "at most 400");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" idp")]
    [InlineData("idp ")]
    [InlineData("idé")]
    [InlineData("i\ndp")]
    public void An_audience_is_text_that_no_database_changes(string audience) => Wrong(CiIssuer with { Audience = audience }, "audience", "must");

    [Fact]
    public void An_audience_has_at_most_400_characters() => Wrong(CiIssuer with { Audience = new('a', 401) }, "audience", "1 to 400");

    [Fact]
    public void The_expression_can_be_read() => Wrong(CiIssuer with { UserIdExpression = "{a}{b}" }, "userIdExpression", "must have text between");

    [Fact]
    public void Roles_are_for_ids_and_beginnings_of_ids()
    {
        Assert.Null(Rules().Flaw(WithRoles([.. Enumerable.Range(0, 100).Select(i => ($"u{i}", MemberRole.Admin))])));
        Wrong(WithRoles([.. Enumerable.Range(0, 101).Select(i => ($"u{i}", MemberRole.Admin))]), "roles", "at most 100");
        Wrong(WithRoles(("*", MemberRole.ReadOnly)), "roles", "something before the *");
        Wrong(WithRoles(("a*b", MemberRole.ReadOnly)), "roles", "at its very end");
        Wrong(WithRoles((new string('x', 256), MemberRole.ReadOnly)), "roles", "255");
        Wrong(WithRoles(("u", (MemberRole)7)), "roles", "a role that there is not");
    }

    [Fact]
    public void Who_takes_any_audience_gives_no_pattern_more_than_reading()
    {
        Wrong(WithRoles(("acme/*", MemberRole.Member)) with { Audience = "*" }, "roles", "name the audience");
        Assert.Null(Rules().Flaw(WithRoles(("acme/*", MemberRole.ReadOnly), ("bob", MemberRole.Admin)) with { Audience = "*" }));
    }

    [Fact]
    public void A_cutover_has_a_pool_and_an_end_within_a_year()
    {
        var whole = CiIssuer with { CutoverPoolId = new("p"), CutoverUntil = CiIssuer.CreatedAt.AddDays(366) };
        Assert.Null(Rules().Flaw(whole));
        Wrong(whole with { CutoverPoolId = null }, "cutover", "both");
        Wrong(whole with { CutoverUntil = null }, "cutover", "both");
        Wrong(whole with { CutoverUntil = CiIssuer.CreatedAt.AddDays(366).AddSeconds(1) }, "cutover", "366 days");
    }

    [Fact]
    public void What_is_allowed_and_risky_is_said()
    {
        Assert.Empty(TrustedIssuerRules.Warnings(SsoIssuer));
        Assert.Empty(TrustedIssuerRules.Warnings(WithRoles(("bob", MemberRole.Admin))));
        Assert.Equal(["Whoever can choose, at the issuer, an id that begins with acme/ has the role ReadOnly."], TrustedIssuerRules.Warnings(CiIssuer));
        Assert.StartsWith("Any token of this issuer counts, whoever it was made for", Assert.Single(TrustedIssuerRules.Warnings(SsoIssuer with { Audience = "*" })), StringComparison.Ordinal);
    }
}
