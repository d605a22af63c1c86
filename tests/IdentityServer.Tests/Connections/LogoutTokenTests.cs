using System.Text.Json.Nodes;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Pools;
using Xunit;

namespace IdentityServer.Tests.Connections;

/// <summary>What comes to a connection's back channel: true logout tokens end sessions, once, and nothing else ends any. Back-Channel Logout §2.6.</summary>
public sealed class LogoutTokenTests : IClassFixture<Elsewhere>
{
    readonly Elsewhere at;

    public LogoutTokenTests(Elsewhere at)
    {
        this.at = at;
        at.Reset();
    }

    public static TheoryData<string> Forgeries => [.. Forgery.All.Select(forgery => forgery.Name)];

    public static TheoryData<string> Claims => [.. FalseClaims.OfLogoutTokens.Keys];

    static string NewSub() => $"mallory-{Guid.CreateVersion7():n}";

    [Theory]
    [InlineData("sub", "JWT", "RS256")]
    [InlineData("sub", "logout+jwt", "RS256")]
    [InlineData("sub", "application/logout+jwt", "RS256")]
    [InlineData("sub", null, "ES256")]
    [InlineData("sid", "logout+jwt", "RS256")]
    [InlineData("both", "logout+jwt", "RS256")]
    public async Task A_true_one_ends_the_session_it_names_and_no_other(string names, string? typ, string alg)
    {
        var (sub, sid) = (NewSub(), $"sid-{Guid.CreateVersion7():n}");
        at.A.Claims = claims => claims["sid"] = sid;
        using var named = await at.SignedInAsync(sub);
        at.A.Claims = claims => claims["sid"] = "of-another-session";
        using var other = await at.SignedInAsync(sub);
        var key = alg == "RS256" ? at.A.Rsa : at.A.Ec;
        var header = new JsonObject { ["alg"] = alg, ["kid"] = key.Kid };
        if (typ is not null) header["typ"] = typ;
        var claims = at.A.GoodLogout(Elsewhere.ClientId, names == "sid" ? null : sub, names == "sub" ? null : sid);
        var answer = await SendAsync(Forge.Signed(key, claims.ToJsonString(), header.ToJsonString()));
        Assert.True(answer.Status is 200 or 204, answer.ToString());
        Assert.True(answer.Headers.CacheControl!.NoStore);
        await HostileProviderTests.OutsideAsync(named);
        if (names == "sub") await HostileProviderTests.OutsideAsync(other);
        else await InsideAsync(other);
        await InsideAsync(await at.CarolAsync());
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_forged_one_ends_nothing(string name)
    {
        var carol = await at.CarolAsync();
        var forgery = Forgery.Named(name);
        if (forgery.Publishes) at.ForgetKeys();
        await RefusedAsync(forgery.Make(at.A, at.A.GoodLogout(Elsewhere.ClientId, "carol").ToJsonString()));
        Assert.Equal(0, at.A.Count(Forgery.Trap + "/jku") + at.A.Count(Forgery.Trap + "/x5u"));
        if (forgery.Publishes) at.ForgetKeys();
        await InsideAsync(carol);
    }

    [Theory]
    [MemberData(nameof(Claims))]
    public async Task False_claims_end_nothing(string name)
    {
        var carol = await at.CarolAsync();
        var claims = at.A.GoodLogout(Elsewhere.ClientId, "carol");
        FalseClaims.OfLogoutTokens[name](claims, at);
        await RefusedAsync(Forge.Signed(at.A.Rsa, claims.ToJsonString()));
        await InsideAsync(carol);
    }

    /// <summary>S057: also while it is still valid, and on two nodes at once.</summary>
    [Fact]
    public async Task One_is_good_once()
    {
        await using var second = at.App.Join();
        var sub = NewSub();
        using var first = await at.SignedInAsync(sub);
        var token = Forge.Signed(at.A.Rsa, at.A.GoodLogout(Elsewhere.ClientId, sub).ToJsonString());
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SendAsync(token, app: i % 2 == 0 ? at.App : second)));
        Assert.Single(answers, answer => answer.Status is 200 or 204);
        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 204 or 400, answer.ToString()));
        await HostileProviderTests.OutsideAsync(first);
        using var again = await at.SignedInAsync(sub);
        await RefusedAsync(token);
        await InsideAsync(again);
    }

    /// <summary>S053: one of another provider that we know, signed by it, in its own name or in this one's.</summary>
    [Fact]
    public async Task One_of_another_provider_ends_nothing()
    {
        var carol = await at.CarolAsync();
        foreach (var issuer in (string[])[at.A.Issuer, at.B.Issuer])
        {
            var claims = at.A.GoodLogout(Elsewhere.ClientId, "carol");
            claims["iss"] = issuer;
            await RefusedAsync(Forge.Signed(at.B.Rsa, claims.ToJsonString()));
        }
        // True, and at the right address, it ends what is the evil one's: nobody's.
        var own = at.B.GoodLogout(Elsewhere.ClientId, "carol");
        Assert.True((await SendAsync(Forge.Signed(at.B.Rsa, own.ToJsonString()), Elsewhere.Evil)).Status is 200 or 204);
        // The honest one's at the evil one's address is nothing.
        await RefusedAsync(Forge.Signed(at.A.Rsa, at.A.GoodLogout(Elsewhere.ClientId, "carol").ToJsonString()), Elsewhere.Evil);
        await InsideAsync(carol);
    }

    /// <summary>S054: an ID token, true and fresh; and tokens of ours.</summary>
    [Fact]
    public async Task Another_kind_of_token_ends_nothing()
    {
        var carol = await at.CarolAsync();
        var claims = at.A.GoodClaims("carol", Elsewhere.ClientId, "n");
        await RefusedAsync(Forge.Signed(at.A.Rsa, claims.ToJsonString()));
        claims.Remove("nonce");
        await RefusedAsync(Forge.Signed(at.A.Rsa, claims.ToJsonString()));
        var ours = await at.App.TokensAsync();
        foreach (var kind in (string[])["id_token", "access_token", "refresh_token"]) await RefusedAsync(ours[kind]!);
        var logout = at.A.GoodLogout(Elsewhere.ClientId, "carol");
        await RefusedAsync(Forge.Resigned(at.App, ours["id_token"]!, own =>
        {
            own.Clear();
            foreach (var (member, value) in logout) own[member] = value?.DeepClone();
        }, "logout+jwt"));
        await InsideAsync(carol);
    }

    [Fact]
    public async Task A_request_that_is_none_ends_nothing()
    {
        var carol = await at.CarolAsync();
        var token = Forge.Signed(at.A.Rsa, at.A.GoodLogout(Elsewhere.ClientId, "carol").ToJsonString());
        (await at.App.FormAsync("/connect/backchannel/honest", null)).Refuses("invalid_request");
        (await at.App.FormAsync("/connect/backchannel/honest", null, ("logout_token", token), ("logout_token", token))).Refuses("invalid_request");
        (await SendAsync(token, "nobody")).Refuses("not_found", 404);
        using HttpRequestMessage get = new(HttpMethod.Get, "/connect/backchannel/honest?logout_token=" + token);
        Assert.Equal(405, (await at.App.SendAsync(get)).Status);
        var pool = await Realm.AddAsync(at.App);
        (await at.App.FormAsync(pool.Path + "/connect/backchannel/honest", null, ("logout_token", token))).Refuses("not_found", 404);
        await InsideAsync(carol);
    }

    Task<Answer> SendAsync(string token, string connection = Elsewhere.Honest, IdpApp? app = null) =>
        (app ?? at.App).FormAsync("/connect/backchannel/" + connection, null, ("logout_token", token));

    async Task RefusedAsync(string token, string connection = Elsewhere.Honest)
    {
        var answer = await SendAsync(token, connection);
        if (token.Length > 1 << 16) Assert.InRange(answer.Status, 400, 499);
        else answer.Refuses("invalid_request");
    }

    static async Task InsideAsync(Browser browser) =>
        Expect.Code(await browser.GetAsync(OidcCalls.AuthorizeUrl(TestClients.Web, ("prompt", "none")), TestContext.Current.CancellationToken));
}
