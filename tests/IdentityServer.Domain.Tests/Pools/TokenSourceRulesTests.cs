using IdentityServer.Domain.Egress;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using Xunit;

namespace IdentityServer.Domain.Tests.Pools;

public sealed class TokenSourceRulesTests
{
    const string Issuer = "https://login.example";
    static readonly TokenSource Right = new() { JwksUri = "https://idp.example/jwks.json" };

    static TokenSourceRules Rules(params string[] allowed) =>
        new(new(AllowedHosts.TryParse(allowed, out var hosts, out _) ? hosts : AllowedHosts.None, Issuer), new(PoolId.Default, Issuer));

    static void Wrong(TokenSource source, string member, string problem, bool alreadyInShape = false)
    {
        Assert.Equal((member, problem), Rules().Flaw(source));
        Assert.Equal(alreadyInShape ? (member, problem) : null, TokenSourceRules.ShapeFlaw(source));
    }

    [Fact]
    public void Keys_by_url_or_by_value_may_stay()
    {
        TokenSource[] sources = [Right, Right with { Issuer = "urn:any", Audience = "shop", IdClaim = "user.id" }, new() { Jwks = "{}" }, Right with { Issuer = "https://login.example.org" }];
        foreach (var source in sources)
        {
            Assert.Null(Rules().Flaw(source));
            Assert.Null(TokenSourceRules.ShapeFlaw(source));
        }
    }

    [Fact]
    public void There_is_one_place_of_the_keys()
    {
        Wrong(new(), "jwksUri", "or jwks must be present, and only one of them", alreadyInShape: true);
        Wrong(Right with { Jwks = "{}" }, "jwksUri", "or jwks must be present, and only one of them", alreadyInShape: true);
    }

    [Fact]
    public void Where_we_may_call_is_the_operators_to_say()
    {
        var local = Right with { JwksUri = "http://localhost:8080/jwks" };
        Wrong(local, "jwksUri", "must use https: on the way anybody could put other keys in the place of the true ones");
        Assert.Null(Rules("localhost:8080").Flaw(local));
        Wrong(Right with { JwksUri = Issuer + "/x" }, "jwksUri", "must not lead back to this server");
    }

    [Fact]
    public void Claims_and_pins_are_short_text()
    {
        Wrong(Right with { IdClaim = "" }, "idClaim", "must be the name of a claim, or names with single dots between them", alreadyInShape: true);
        Wrong(Right with { Issuer = "" }, "issuer", "must not be empty: leave it out to accept any", alreadyInShape: true);
        Wrong(Right with { Audience = "a\n" }, "audience", "must not contain control characters", alreadyInShape: true);
        Wrong(Right with { Audience = new('x', 2049) }, "audience", "must have at most 2048 characters", alreadyInShape: true);
    }

    [Theory]
    [InlineData(Issuer)]
    [InlineData("HTTPS://LOGIN.example")]
    [InlineData(Issuer + "/pools/0197f5b0-0000-7000-8000-000000000001")]
    public void Nobody_else_is_called_by_our_name(string issuer) => Wrong(Right with { Issuer = issuer }, "issuer", "must not be an issuer of this server");
}
