using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Pools;
using Xunit;
using static IdentityServer.Domain.Tests.AppUserIdTokens.TokenWorld;

namespace IdentityServer.Domain.Tests.AppUserIdTokens;

public sealed class PoolFactsTests
{
    readonly TokenWorld world = new();

    Dictionary<string, string> Of(UserPool pool, Client? client = null)
    {
        List<TokenFact> facts = [];
        PoolFacts.Add(facts, world.Root, pool, client);
        return facts.ToDictionary(fact => fact.Name, fact => fact.Value);
    }

    static Dictionary<string, string> OfKeys(JwkSet? set, DateTimeOffset? fetchedAt = null)
    {
        List<TokenFact> facts = [];
        PoolFacts.AddKeys(facts, set, fetchedAt, Start);
        return facts.ToDictionary(fact => fact.Name, fact => fact.Value);
    }

    [Fact]
    public void A_hosted_pool_expects_itself()
    {
        var facts = Of(world.Hosted, world.App);
        Assert.Equal(("hosted", "app", "sub"), (facts["userPoolKind"], facts["clientId"], facts["idClaim"]));
        Assert.Equal("https://id.example/pools/pool-hosted", facts["expectedIssuer"]);
        Assert.Equal("pool-hosted, or one of the pool's applications", facts["expectedAudience"]);
        Assert.Equal("this server", facts["keysFrom"]);
    }

    [Fact]
    public void A_self_provided_pool_expects_what_it_pins()
    {
        Assert.Equal(("any", "any"), (Of(world.Remote)["expectedIssuer"], Of(world.Remote)["expectedAudience"]));
        Assert.Equal("https://login.acme.example/jwks.json", Of(world.Remote)["keysFrom"]);
        var facts = Of(world.Inline with { Authorization = new() { Jwks = "{}", Issuer = "urn:i", Audience = "a", IdClaim = "user.id" } });
        Assert.Equal(("self-provided", "user.id", "urn:i", "a"), (facts["userPoolKind"], facts["idClaim"], facts["expectedIssuer"], facts["expectedAudience"]));
        Assert.Equal("the JWK set given to the pool", facts["keysFrom"]);
        Assert.DoesNotContain("clientId", facts.Keys);
    }

    [Fact]
    public void Kids_are_listed_as_far_as_they_fit_a_line()
    {
        var named = Enumerable.Range(0, 21).Select(i => Jose.Tokens.Key(Json(Ec.PublicJwk).Replace(Ec.Kid, "k" + i, StringComparison.Ordinal))).ToArray();
        var nameless = Jose.Tokens.Key(Json(Ec.PublicJwk).Replace("\"kid\"", "\"name\"", StringComparison.Ordinal));
        Assert.Equal("k0, (a key without kid)", OfKeys(new([named[0], nameless]))["kids"]);
        Assert.EndsWith("k19 and 1 more", OfKeys(new(named))["kids"], StringComparison.Ordinal);
        Assert.Equal("2027-01-15T07:00:00Z (60 minutes ago)", OfKeys(null, Start.AddHours(-1))["keysFetchedAt"]);
        Assert.Empty(OfKeys(null));
    }
}
