using System.Text.Json.Nodes;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Users;
using IdentityServer.Tests.Fixture;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace IdentityServer.Tests.Connections;

/// <summary>The ID token that comes to our callback by way of the provider's token endpoint: every kind that must not be believed.</summary>
public sealed class HostileProviderTests : IClassFixture<Elsewhere>
{
    readonly Elsewhere at;

    public HostileProviderTests(Elsewhere at)
    {
        this.at = at;
        at.Reset();
    }

    public static TheoryData<string> Forgeries => [.. Forgery.All.Select(forgery => forgery.Name)];

    public static TheoryData<string> Claims => [.. FalseClaims.OfIdTokens.Keys];

    static string NewSub() => $"mallory-{Guid.CreateVersion7():n}";

    /// <summary>Without it nothing below would say anything.</summary>
    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task A_good_token_signs_in(string alg)
    {
        at.ForgetKeys();
        at.A.Token = claims => Forge.Signed(alg == "RS256" ? at.A.Rsa : at.A.Ec, claims.ToJsonString());
        var sub = NewSub();
        using var browser = await at.SignedInAsync(sub);
        Assert.Equal(at.A.Issuer, (await at.IdentityAsync(Elsewhere.Honest, sub))!.Identity.Issuer);
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_forged_token_signs_nobody_in(string name)
    {
        var forgery = Forgery.Named(name);
        if (forgery.Publishes) at.ForgetKeys();
        at.A.Token = claims => forgery.Make(at.A, claims.ToJsonString());
        await NobodyComesInAsync(NewSub());
        Assert.Equal(0, at.A.Count(Forgery.Trap + "/jku") + at.A.Count(Forgery.Trap + "/x5u"));
        if (forgery.Publishes) at.ForgetKeys();
    }

    [Theory]
    [MemberData(nameof(Claims))]
    public async Task False_claims_sign_nobody_in(string name)
    {
        at.A.Claims = claims => FalseClaims.OfIdTokens[name](claims, at);
        await NobodyComesInAsync(NewSub());
    }

    /// <summary>S053: iss and kid are of another provider that we know, and so is the key.</summary>
    [Fact]
    public async Task A_token_of_another_provider_that_we_know_signs_nobody_in()
    {
        at.A.Token = claims => Forge.Signed(at.B.Rsa, claims.ToJsonString());
        await NobodyComesInAsync(NewSub());
        at.A.Token = claims =>
        {
            claims["iss"] = at.B.Issuer;
            return Forge.Signed(at.B.Rsa, claims.ToJsonString());
        };
        await NobodyComesInAsync(NewSub());
    }

    /// <summary>S054: nothing that we have signed ourselves comes back as somebody's word.</summary>
    [Theory]
    [InlineData("id_token")]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    public async Task A_token_of_ours_signs_nobody_in(string kind)
    {
        var ours = (await at.App.TokensAsync())[kind]!;
        at.A.Token = _ => ours;
        await NobodyComesInAsync(NewSub());
        at.A.Token = claims => kind == "refresh_token" ? ours : Forge.Resigned(at.App, ours, own =>
        {
            foreach (var (member, value) in claims) own[member] = value?.DeepClone();
        });
        await NobodyComesInAsync(NewSub());
    }

    [Fact]
    public async Task A_logout_token_signs_nobody_in()
    {
        at.A.Token = claims =>
        {
            var logout = at.A.GoodLogout(Elsewhere.ClientId, claims["sub"]!.GetValue<string>());
            logout["nonce"] = claims["nonce"]!.DeepClone();
            return Forge.Signed(at.A.Rsa, logout.ToJsonString());
        };
        await NobodyComesInAsync(NewSub());
    }

    /// <summary>S057: the token of one login is none for another, nor for the same one again.</summary>
    [Fact]
    public async Task A_token_is_good_for_the_one_login_that_asked_for_it()
    {
        var sub = NewSub();
        string? kept = null;
        at.A.Token = claims => kept = Forge.Signed(at.A.Rsa, claims.ToJsonString());
        using var browser = await at.SignedInAsync(sub);
        Assert.NotNull(kept);
        at.A.Token = _ => kept;
        await NobodyComesInAsync(NewSub());
    }

    /// <summary>OIDC Core §5.3.2: where the ID token says nothing of the address, the user info is asked for, and is about the same person or nobody.</summary>
    [Theory]
    [InlineData("right", null)]
    [InlineData("of another", """{"sub":"somebody-else","email":"a@b.example"}""")]
    [InlineData("of nobody", """{"email":"a@b.example"}""")]
    [InlineData("twice", """{"sub":"other","sub":"SUB"}""")]
    [InlineData("a list", """["SUB"]""")]
    [InlineData("a page", "<html>SUB</html>")]
    [InlineData("an error", "500")]
    [InlineData("elsewhere", "302")]
    public async Task User_info_is_about_the_same_person(string kind, string? answer)
    {
        var sub = NewSub();
        at.A.Claims = claims => claims.Remove("email");
        if (answer is not null)
            at.A.Instead[ScriptedProvider.UserInfoPath] = http =>
            {
                if (int.TryParse(answer, out var status)) (http.Response.StatusCode, http.Response.Headers.Location) = (status, at.A.Issuer + Forgery.Trap + "/jku");
                return http.Response.WriteAsync(answer.Replace("SUB", sub, StringComparison.Ordinal));
            };
        if (kind == "right") Expect.Code(await (await at.BeginAsync()).ReturnAsync(sub));
        else await NobodyComesInAsync(sub);
        Assert.Equal((1, 0), (at.A.Count(ScriptedProvider.UserInfoPath), at.A.Count(Forgery.Trap + "/jku")));
    }

    /// <summary>RFC 6749 §5.1: what is no answer with tokens.</summary>
    [Theory]
    [InlineData(400, """{"error":"invalid_grant","error_description":"<script>own3d</script>"}""")]
    [InlineData(401, """{"error":"invalid_client"}""")]
    [InlineData(200, """{"error":"bad_verification_code"}""")]
    [InlineData(200, "")]
    [InlineData(200, "null")]
    [InlineData(200, "<html>own3d</html>")]
    [InlineData(200, """{"access_token":"a","token_type":"Bearer"}""")]
    [InlineData(200, """{"access_token":"a","token_type":"Bearer","id_token":7}""")]
    [InlineData(302, "")]
    [InlineData(429, "")]
    [InlineData(500, "own3d")]
    public async Task What_is_no_answer_with_tokens_signs_nobody_in(int status, string body)
    {
        at.A.Instead[ScriptedProvider.TokenPath] = async http =>
        {
            at.A.TokenRequests.Enqueue((new Dictionary<string, string>(), null));
            (http.Response.StatusCode, http.Response.ContentType, http.Response.Headers.Location) = (status, "application/json", at.A.Issuer + Forgery.Trap + "/jku");
            await http.Response.WriteAsync(body);
        };
        var page = await NobodyComesInAsync(NewSub());
        Assert.Contains("Provider honest", page.Text("#login-notice"), StringComparison.Ordinal);
        Assert.DoesNotContain("own3d", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("own3d", at.Log.Text, StringComparison.Ordinal);
        Assert.Equal(0, at.A.Count(Forgery.Trap + "/jku"));
    }

    public static TheoryData<string, bool> Addresses => new(
        from verified in (string[])["true", "false", "absent", "\"true\"", "\"false\"", "\"yes\"", "1", "null", "[true]"]
        from local in (bool[])[true, false]
        select (verified, local));

    /// <summary>S105: whatever a provider says of an address that one of our users has, it finds nobody and takes over nothing.</summary>
    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task An_address_finds_nobody(string verified, bool localVerified)
    {
        var victim = await at.App.AddUserAsync($"v-{Guid.CreateVersion7():n}", user =>
        {
            user.EmailVerified = localVerified;
            return user;
        });
        var sub = NewSub();
        at.A.Claims = claims =>
        {
            claims["email"] = victim.Email!.ToUpperInvariant();
            if (verified == "absent") claims.Remove("email_verified");
            else claims["email_verified"] = JsonNode.Parse(verified);
        };
        var away = await at.BeginAsync();
        var back = await away.ReturnAsync(sub);
        Expect.Code(back);
        var tokens = await at.App.RedeemAsync(back);
        var id = tokens.Claims().GetProperty("sub").GetString()!;
        Assert.NotEqual(victim.Id.Value, id);
        Assert.Empty(await at.App.Service<IUpstreamIdentityStore>().OfUserAsync(PoolId.Default, victim.Id, TestContext.Current.CancellationToken));
        var store = at.App.Service<IUserStore>();
        Assert.Equal(localVerified, (await store.FindAsync(PoolId.Default, victim.Id, TestContext.Current.CancellationToken))!.EmailVerified);
        var made = (await store.FindAsync(PoolId.Default, new(id), TestContext.Current.CancellationToken))!;
        Assert.True(made is { Email: null, EmailVerified: false }, made.Email);
    }

    /// <summary>Only JSON's own true verifies an address that is free.</summary>
    [Theory]
    [InlineData("true", true)]
    [InlineData("\"true\"", false)]
    [InlineData("1", false)]
    public async Task A_free_address_is_as_verified_as_the_provider_says(string verified, bool expected)
    {
        var sub = NewSub();
        at.A.Claims = claims => claims["email_verified"] = JsonNode.Parse(verified);
        using var browser = await at.SignedInAsync(sub);
        var user = (await at.IdentityAsync(Elsewhere.Honest, sub))!.User;
        Assert.Equal(($"{sub}@scripted.example", expected), (user.Email, user.EmailVerified));
    }

    async Task<WebPage> NobodyComesInAsync(string sub)
    {
        var away = await at.BeginAsync();
        using var browser = away.Browser;
        var before = at.A.TokenRequests.Count;
        var page = await away.ReturnAsync(sub);
        Assert.True((int)page.Status is >= 200 and < 500, page.ToString());
        Assert.Equal(before + 1, at.A.TokenRequests.Count);
        Assert.Null(await at.IdentityAsync(Elsewhere.Honest, sub));
        Assert.Null(await at.IdentityAsync(Elsewhere.Honest, "mallory"));
        await OutsideAsync(browser);
        return page;
    }

    internal static async Task OutsideAsync(Browser browser)
    {
        var back = await browser.GetAsync(OidcCalls.AuthorizeUrl(TestClients.Web, ("prompt", "none")), TestContext.Current.CancellationToken);
        Expect.Error(back, "login_required");
    }
}
