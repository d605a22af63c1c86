using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Pools;
using Xunit;
using static IdentityServer.Domain.Tests.AppUserIdTokens.TokenWorld;

namespace IdentityServer.Domain.Tests.AppUserIdTokens;

public sealed class TokenExplainerTests
{
    readonly TokenWorld world = new();

    ValueTask<TokenExplanation> ExplainAsync(UserPool pool, string token, string organization = Acme) =>
        world.Explainer.ExplainAsync(organization, null, pool.Id, token, Ct);

    static string? Fact(TokenExplanation explanation, string name)
    {
        var facts = explanation.Facts.Where(fact => fact.Name == name).ToArray();
        return facts.Length == 0 ? null : Assert.Single(facts).Value;
    }

    [Fact]
    public async Task A_good_token_has_no_flaw_and_all_facts()
    {
        var explanation = await ExplainAsync(world.Remote, Signed(Claims("\"iss\":\"urn:acme\"")));
        Assert.Null(explanation.Flaw);
        Assert.Equal(("urn:acme", "pool-remote", Rsa.Kid), (Fact(explanation, "iss"), Fact(explanation, "userPoolId"), Fact(explanation, "kids")));
        Assert.Equal("2027-01-15T07:55:00Z (5 minutes ago)", Fact(explanation, "keysFetchedAt"));
    }

    [Fact]
    public async Task It_agrees_with_the_verifier_on_whether_a_token_counts()
    {
        foreach (var token in (string[])[Signed(Claims()), Signed(Claims(sub: "1")), Signed(Claims(), HostedKey), Signed(Claims(), OtherEc), "x", ""])
            foreach (var pool in (UserPool[])[world.Inline, world.Remote, world.Hosted, world.OtherHosted])
                Assert.Equal(await world.FlawAsync(pool, token) is null, (await ExplainAsync(pool, token)).Flaw is null);
    }

    [Fact]
    public async Task A_kid_of_another_pool_of_the_organization_is_found_there()
    {
        var explanation = await ExplainAsync(world.Remote, Signed(Claims(), Ec));
        // The hosted pool and the inline one both have it; the first is named.
        Assert.Equal((TokenFlaw.KidOfAnotherPool, "pool-hosted"), (explanation.Flaw, Fact(explanation, "userPoolOfKid")));
        explanation = await ExplainAsync(world.Hosted, Signed(Claims()));
        Assert.Equal((TokenFlaw.KidOfAnotherPool, "pool-inline"), (explanation.Flaw, Fact(explanation, "userPoolOfKid")));
    }

    [Fact]
    public async Task Of_other_organizations_and_of_disabled_pools_it_tells_nothing()
    {
        var explanation = await ExplainAsync(world.Inline, Signed(Claims(), OtherHostedKey));
        Assert.Equal((TokenFlaw.KidUnknown, null), (explanation.Flaw, Fact(explanation, "userPoolOfKid")));
        world.Pools.Put(world.Hosted with { Disabled = true });
        Assert.Equal(TokenFlaw.KidUnknown, (await ExplainAsync(world.Inline, Signed(Claims(), HostedKey))).Flaw);

        explanation = await ExplainAsync(world.OtherHosted, Signed(Claims()));
        Assert.Equal(TokenFlaw.PoolUnknown, explanation.Flaw);
        Assert.DoesNotContain(explanation.Facts, fact => fact.Name is "userPoolId" or "kids" or "expectedIssuer");
    }

    [Fact]
    public async Task A_key_that_is_there_and_does_not_fit_is_told_from_one_that_is_not()
    {
        async Task<string?> OfAsync(string key, string alg, string kid = "k") =>
            (await ExplainAsync(world.Change(world.Inline, new() { Jwks = Set(Json(Rsa.PublicJwk), key) }), Raw($$"""{"alg":"{{alg}}","kid":"{{kid}}"}""", Claims(), Rsa))).Flaw?.Code;

        var ec = Json(Ec.PublicJwk).Replace(Ec.Kid, "k", StringComparison.Ordinal);
        Assert.Equal("alg_key_mismatch", await OfAsync(ec, "RS256"));
        Assert.Equal("key_unusable", await OfAsync(ec.Replace("\"sig\"", "\"enc\"", StringComparison.Ordinal), "ES256"));
        Assert.Equal("key_unusable", await OfAsync("""{"kty":"EC","crv":"secp256k1","kid":"k"}""", "ES256"));
        Assert.Equal("key_unusable", await OfAsync("""{"kid":"k"}""", "ES256"));
        Assert.Equal("kid_unknown", await OfAsync(ec, "RS256", "K"));
    }

    [Fact]
    public async Task It_asks_for_no_keys_where_there_is_nothing_to_look_for()
    {
        Assert.Equal(TokenFlaw.NotAJwt, (await ExplainAsync(world.Remote, "x")).Flaw);
        Assert.Equal(TokenFlaw.KidMissing, (await ExplainAsync(world.Remote, Raw("""{"alg":"RS256"}""", Claims(), Rsa))).Flaw);
        world.Pools.Put(world.Remote with { Disabled = true });
        Assert.Equal(TokenFlaw.PoolDisabled, (await ExplainAsync(world.Remote, Signed(Claims()))).Flaw);
        Assert.Equal(0, world.RemoteKeys.Asked);
    }

    [Fact]
    public async Task What_went_wrong_with_the_set_is_told()
    {
        world.RemoteKeys.Answer = new(null, TokenFlaw.JwksStatus, "503 Service Unavailable") { FetchedAt = Start.AddHours(-1) };
        var explanation = await ExplainAsync(world.Remote, Signed(Claims()));
        Assert.Equal((TokenFlaw.JwksStatus, "503 Service Unavailable"), (explanation.Flaw, explanation.Detail));
        Assert.Equal("2027-01-15T07:00:00Z (60 minutes ago)", Fact(explanation, "keysFetchedAt"));
    }

    [Fact]
    public async Task Nothing_is_written_and_nothing_can_be_used_as_the_token()
    {
        var token = Signed(Claims("\"aud\":\"a\"", sub: "\"secret-user\""));
        var explanation = await ExplainAsync(world.Inline, token);
        Assert.Empty(world.SeenUsers.Notes);
        Assert.Empty(world.Pools.Records);
        Assert.Equal(0, world.Clients.Writes);
        var text = string.Join('\n', explanation.Facts.Select(fact => fact.Value));
        Assert.DoesNotContain("secret-user", text, StringComparison.Ordinal);
        foreach (var part in token.Split('.')) Assert.DoesNotContain(part, text, StringComparison.Ordinal);
    }
}
