using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IdentityServer.Domain.Primitives;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Management;
using IdentityServer.Tests.Pools;
using Xunit;

namespace IdentityServer.Tests.Org;

/// <summary>The calls that a user of a hosted service makes, in their order, with the JSON that such a service takes and gives.</summary>
public sealed class HostedServiceTests(OrgApp org) : IClassFixture<OrgApp>
{
    const long Hour = 3600;

    long Now => org.App.Clock.Now.ToUnixTimeSeconds();

    static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(one => one.Name);

    static async Task<string> ServiceAsync(OrgCaller admin)
    {
        var made = await admin.PostAsync("/org/sdkClient", new { name = "CoolService", description = "d", kind = "service" });
        Assert.True(made.Status == 200, made.ToString());
        return made.Json.GetProperty("auth").GetProperty("secret").GetString()!;
    }

    static async Task<Answer> IssueAsync(OrgCaller caller, object body, string path = "/org/appUserIdToken")
    {
        var answer = await caller.PostAsync(path, body);
        Assert.True(answer.Status == 200, answer.ToString());
        Assert.Equal(["appUserIdToken"], Names(answer.Json));
        return answer;
    }

    static long Life(JsonElement claims) => claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64();

    [Fact]
    public async Task From_a_login_to_a_token_that_verifies()
    {
        var organization = await org.AddOrganizationAsync("Hosted");
        var login = await new OrgCaller(org.App, null, "").PostAsync("/org/login", new { email = "admin@hosted.test", password = OrgApp.Password });
        Assert.Equal(["token", "expiresAt", "organizationId", "memberId", "role"], Names(login.Json));
        OrgCaller member = new(org.App, login["token"], organization);

        var pool = await member.PostAsync("/org/userPool", new { name = "WebAppUsers", description = "Users of the web app" });
        Assert.Equal(["id", "name", "description", "authorization", "organizationId", "hosted", "issuer", "jwksUri", "compatibleLifetime", "disabled", "createdAt"], Names(pool.Json));
        Assert.Equal((organization, "True"), (pool["organizationId"], pool["hosted"]));
        Assert.Equal(JsonValueKind.Null, pool.Json.GetProperty("authorization").ValueKind);

        var app = await member.PostAsync("/org/sdkClient", new { name = "CoolApp", description = "d", kind = new { application = new { userPoolId = pool["id"] } } });
        Assert.Equal(["id", "name", "description", "organizationId", "auth", "oauthDisabled", "allowedOrigins", "disabled", "createdAt"], Names(app.Json));
        var auth = app.Json.GetProperty("auth");
        Assert.Equal(["type", "userPoolId", "oauthConfig"], Names(auth));
        Assert.Equal(("userPool", pool["id"]), (auth.GetProperty("type").GetString(), auth.GetProperty("userPoolId").GetString()));
        Assert.Equal(["logoUrl", "chromeExtensionId", "redirectUrls"], Names(auth.GetProperty("oauthConfig")));

        var service = await member.PostAsync("/org/sdkClient", new { name = "CoolService", description = "d", kind = "service" });
        Assert.Equal(["type", "secret"], Names(service.Json.GetProperty("auth")));
        Assert.Equal("apiKey", service.Json.GetProperty("auth").GetProperty("type").GetString());
        var key = member with { Bearer = service.Json.GetProperty("auth").GetProperty("secret").GetString() };

        foreach (var (body, path) in new (object, string)[]
        {
            (new { appUserId = "user_x" }, "/org/appUserIdToken"), (new { appUserId = "user_x", userPoolId = pool["id"] }, "/org/appUserIdToken"),
            (new { appUserId = "user_x", userPoolId = pool["id"], exp = (long?)null, somethingNew = 1 }, "/appUserIdToken"), (new { appUserId = "user_x" }, "/appUserIdToken"),
        })
        {
            var issued = await IssueAsync(key, body, path);
            var claims = issued.Claims("appUserIdToken");
            Assert.Equal(["iss", "sub", "aud", "sdkClientId", "iat", "exp", "jti"], Names(claims));
            Assert.Equal((pool["issuer"], "user_x", app["id"], app["id"]), (claims.GetProperty("iss").GetString(), claims.GetProperty("sub").GetString(),
                claims.GetProperty("aud").GetString(), claims.GetProperty("sdkClientId").GetString()));
            Assert.Equal((Now, Hour), (claims.GetProperty("iat").GetInt64(), Life(claims)));
            await IsSignedByThePoolAsync(pool["jwksUri"]!, issued["appUserIdToken"]!);

            foreach (var named in new object[] { new { clientId = app["id"], appUserIdToken = issued["appUserIdToken"] }, new { userPoolId = pool["id"], appUserIdToken = issued["appUserIdToken"] },
                new { appUserIdToken = issued["appUserIdToken"] } })
            {
                var verified = await key.PostAsync("/org/appUserIdToken/verify", named);
                Assert.Equal(["active", "appUserId", "userPoolId", "claims"], Names(verified.Json));
                Assert.Equal(("True", "user_x", pool["id"]), (verified["active"], verified["appUserId"], verified["userPoolId"]));
                Assert.Equal(claims.GetRawText(), verified.Json.GetProperty("claims").GetRawText());
            }
        }
    }

    /// <summary>What a program does that has nothing but the token and the address of the keys.</summary>
    async Task IsSignedByThePoolAsync(string jwksUri, string token)
    {
        var parts = token.Split('.');
        var header = JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[0]));
        Assert.Equal(["alg", "typ", "kid"], Names(header).OrderBy(name => name == "alg" ? 0 : name == "typ" ? 1 : 2));
        Assert.Equal(("RS256", "JWT"), (header.GetProperty("alg").GetString(), header.GetProperty("typ").GetString()));
        var jwks = await org.App.RawAsync(HttpMethod.Get, new Uri(jwksUri).AbsolutePath);
        var key = jwks.Json.GetProperty("keys").EnumerateArray().Single(one => one.GetProperty("kid").GetString() == header.GetProperty("kid").GetString());
        using var rsa = RSA.Create(new RSAParameters
        {
            Modulus = System.Buffers.Text.Base64Url.DecodeFromChars(key.GetProperty("n").GetString()),
            Exponent = System.Buffers.Text.Base64Url.DecodeFromChars(key.GetProperty("e").GetString()),
        });
        Assert.True(rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public async Task The_requested_exp_is_kept_to_the_second_up_to_what_the_pool_allows()
    {
        var pool = await OrgApp.PoolAsync(org.Admin);
        var long_ = (await org.Admin.PostAsync("/org/userPool", new { name = "Long", description = "", compatibleLifetime = true }))["id"]!;
        async Task<long> LifeAsync(string userPoolId, long? life) =>
            Life((await IssueAsync(org.Admin, new { appUserId = "u", userPoolId, exp = life is { } asked ? Now + asked : (long?)null })).Claims("appUserIdToken"));

        const long halfYear = 184 * 24 * Hour;
        foreach (var (id, asked, given) in new (string, long?, long)[]
        {
            (pool, null, Hour), (pool, 1, 1), (pool, 601, 601), (pool, 24 * Hour, 24 * Hour), (pool, (24 * Hour) + 1, 24 * Hour), (pool, halfYear, 24 * Hour), (pool, long.MaxValue / 2, 24 * Hour),
            (long_, null, halfYear), (long_, 600, 600), (long_, halfYear + 1, halfYear),
        }) Assert.Equal(given, await LifeAsync(id, asked));

        foreach (var past in new object[] { Now, Now - 1, 0, -1, Now + 0.5, "soon" })
            (await org.Admin.PostAsync("/org/appUserIdToken", new { appUserId = "u", userPoolId = pool, exp = past })).IsProblem(400, "invalid_request", "exp");
        Assert.Contains("management refused: ExpiryMalformed ", org.Log.Text, StringComparison.Ordinal);

        // A change of the pool counts for the next token.
        Assert.Equal(200, (await org.Admin.PatchAsync("/org/userPool/" + pool, new { compatibleLifetime = true })).Status);
        Assert.Equal(halfYear, await LifeAsync(pool, null));
    }

    [Fact]
    public async Task What_cannot_be_issued_is_refused_in_words()
    {
        using var key = RSA.Create(2048);
        org.Site.Publish($$"""{"keys":[{{JwksSite.JwkOf(key, "k1")}}]}""");
        var admin = await org.FoundAsync("Refused");
        (await admin.PostAsync("/org/appUserIdToken", new { appUserId = "u" })).IsProblem(409, "conflict");
        var own = await OrgApp.PoolAsync(admin, new { jwksUri = org.Site.Url() });
        (await admin.PostAsync("/org/appUserIdToken", new { appUserId = "u", userPoolId = own })).IsProblem(409, "conflict", "userPoolId");
        var off = await OrgApp.PoolAsync(admin);
        Assert.Equal(200, (await admin.PatchAsync("/org/userPool/" + off, new { disabled = true })).Status);
        (await admin.PostAsync("/org/appUserIdToken", new { appUserId = "u", userPoolId = off })).IsProblem(409, "conflict", "userPoolId");
        foreach (var unknown in new[] { await OrgApp.PoolAsync(org.Other), Guid.CreateVersion7().ToString(), "x", "" })
            (await admin.PostAsync("/org/appUserIdToken", new { appUserId = "u", userPoolId = unknown })).IsProblem(404, "not_found", "userPoolId");
        foreach (var id in new[] { "", " ", "a\nb", new('x', 256), "somebody@clients" })
            (await admin.PostAsync("/org/appUserIdToken", new { appUserId = id })).IsProblem(400, "invalid_request", "appUserId");
        var reader = await OrgApp.KeyAsync(admin, "Member");
        (await reader.PostAsync("/org/appUserIdToken", new { appUserId = "u" })).IsProblem(403, "insufficient_scope");
        foreach (var reason in new[] { "NoHostedPool", "PoolNotHosted", "PoolDisabled", "UserPoolUnknown", "AppUserIdMalformed" })
            Assert.Contains($"management refused: {reason} ", org.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_of_the_pool_are_seen_when_a_token_is_issued_and_when_one_is_believed()
    {
        var pool = await OrgApp.PoolAsync(org.Admin);
        var path = $"/org/userPool/{pool}/user/anna";
        (await org.Admin.GetAsync(path)).IsProblem(404, "not_found");
        Assert.Empty((await org.Admin.GetAsync($"/org/userPool/{pool}/user")).Json.GetProperty("users").EnumerateArray());

        var issued = await IssueAsync(org.Admin, new { appUserId = "anna", userPoolId = pool });
        var first = await org.Admin.GetAsync(path);
        Assert.Equal(["appUserId", "userPoolId", "firstSeenAt", "lastSeenAt", "linkedIdentities"], Names(first.Json));
        Assert.Equal(("anna", pool, first["firstSeenAt"]), (first["appUserId"], first["userPoolId"], first["lastSeenAt"]));
        var identity = first.Json.GetProperty("linkedIdentities").EnumerateArray().Single();
        Assert.Equal(($"{IdpApp.Issuer}/pools/{pool}", "anna"), (identity.GetProperty("issuer").GetString(), identity.GetProperty("subject").GetString()));

        org.App.Clock.Advance(TimeSpan.FromMinutes(5));
        var verify = new { userPoolId = pool, appUserIdToken = issued["appUserIdToken"] };
        Assert.Equal("True", (await org.Admin.PostAsync("/org/appUserIdToken/verify", verify))["active"]);
        var later = await org.Admin.GetAsync(path);
        Assert.Equal(first["firstSeenAt"], later["firstSeenAt"]);
        Assert.Equal(TimeSpan.FromMinutes(5), later.Json.GetProperty("lastSeenAt").GetDateTimeOffset() - first.Json.GetProperty("lastSeenAt").GetDateTimeOffset());
        Assert.Equal(["anna"], (await org.Admin.GetAsync($"/org/userPool/{pool}/user")).Json.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("appUserId").GetString()));
        // Another organization learns nothing of either.
        (await org.Other.GetAsync(path)).IsProblem(404, "not_found");
        Assert.DoesNotContain("linked", (await org.Other.GetAsync(path))["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_self_provided_pools_user_is_named_by_its_id_claim()
    {
        Provider provider = new(org.App.Clock.Now);
        org.Site.Publish(provider.Jwks);
        var pool = await OrgApp.PoolAsync(org.Admin, new { jwksUri = org.Site.Url("/own.json"), idClaim = "email" });
        var app = await OrgApp.ApplicationAsync(org.Admin, pool);
        var service = org.Admin with { Bearer = await ServiceAsync(org.Admin) };
        var token = provider.Signed(provider.Claims("\"email\":\"anna@shop.example\",\"iss\":\"urn:shop\",\"aud\":\"urn:anybody\""));
        var verified = await service.PostAsync("/org/appUserIdToken/verify", new { clientId = app, appUserIdToken = token });
        Assert.Equal(("True", "anna@shop.example", pool), (verified["active"], verified["appUserId"], verified["userPoolId"]));
        Assert.Equal("user-of-the-token", verified.Json.GetProperty("claims").GetProperty("sub").GetString());
        Assert.Equal(200, (await service.GetAsync($"/org/userPool/{pool}/user/anna@shop.example")).Status);
    }

    /// <summary>wire-compat.md §4.6: what developers asked about again and again has an answer that says it.</summary>
    [Fact]
    public async Task The_four_questions_that_everybody_asks_have_answers()
    {
        var body = new { name = "P", description = "", authorization = new { jwksUri = org.Site.Url() } };
        foreach (var bearer in new[] { null, "ory_st_notOurs", "idp_ak_" + new string('x', 43), org.Admin.Bearer + "x" })
        {
            var refused = await (org.Admin with { Bearer = bearer }).PostAsync("/org/userPool", body);
            refused.IsProblem(401, "invalid_token");
            Assert.Contains("Authorization: Bearer", refused["detail"], StringComparison.Ordinal);
        }

        org.Site.Publish("It works!");
        var notJson = await org.Admin.PostAsync("/org/userPool", body);
        Assert.Equal((400, "JwksNotJson", "authorization.jwksUri"), (notJson.Status, notJson["errorCode"], notJson["member"]));
        Assert.Contains("JSON", notJson["detail"], StringComparison.Ordinal);

        var pool = await OrgApp.PoolAsync(org.Admin);
        var app = await OrgApp.ApplicationAsync(org.Admin, pool, "https://faq.example/cb");
        var unread = await (org.Admin with { Bearer = "idp_ak_wrong" }).PostAsync("/org/appUserIdToken/verify", new { clientId = app, appUserIdToken = "x" }, ("Origin", "https://faq.example"));
        unread.IsProblem(401, "invalid_token");
        Assert.Equal(["https://faq.example"], unread.Headers.GetValues("Access-Control-Allow-Origin"));

        var unlinked = await org.Admin.GetAsync($"/org/userPool/{pool}/user/nobody");
        unlinked.IsProblem(404, "not_found");
        Assert.Contains("has not been linked", unlinked["detail"], StringComparison.Ordinal);
        Assert.Contains("management refused: UserNeverLinked ", org.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_id_token_of_a_login_at_the_pool_names_the_user_too()
    {
        var pool = await OrgApp.PoolAsync(org.Admin);
        var app = await OrgApp.ApplicationAsync(org.Admin, pool, TestClients.Callback);
        Realm realm = new(org.App, new PoolId(pool));
        var user = await realm.AddUserAsync("shopper");
        var code = await realm.CodeAsync(app, "shopper", "openid");
        var tokens = await org.App.FormAsync(realm.Path + "/connect/token", null, ("client_id", app), ("grant_type", "authorization_code"), ("code", code["code"]),
            ("redirect_uri", TestClients.Callback), ("code_verifier", OidcCalls.Verifier));
        Assert.True(tokens.Status == 200, tokens.ToString());

        var verified = await org.Admin.PostAsync("/org/appUserIdToken/verify", new { clientId = app, appUserIdToken = tokens["id_token"] });
        Assert.Equal(("True", user.Id.Value, pool), (verified["active"], verified["appUserId"], verified["userPoolId"]));
        var access = await org.Admin.PostAsync("/org/appUserIdToken/verify", new { clientId = app, appUserIdToken = tokens.AccessToken });
        Assert.Equal(["active", "code"], Names(access.Json));
        Assert.Equal("False", access["active"]);
        // Neither does an application of another pool take it.
        var elsewhere = await OrgApp.ApplicationAsync(org.Admin, await OrgApp.PoolAsync(org.Admin));
        Assert.Equal("False", (await org.Admin.PostAsync("/org/appUserIdToken/verify", new { clientId = elsewhere, appUserIdToken = tokens["id_token"] }))["active"]);
    }
}
