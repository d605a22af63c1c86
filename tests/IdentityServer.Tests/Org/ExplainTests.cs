using System.Security.Cryptography;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Management;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace IdentityServer.Tests.Org;

/// <summary>POST /org/appUserIdToken/explain: every cause in its own words, to whom it concerns and to nobody else.</summary>
public sealed class ExplainTests(OrgApp org) : IClassFixture<OrgApp>
{
    const string Path = "/org/appUserIdToken/explain";

    readonly Provider provider = new(org.App.Clock.Now);

    static readonly string[] Members = ["active", "code", "explanation", "next", "clause", "detail", "facts"];

    sealed record Cause(string Code, string Token, string? Pool = null, string? Client = null);

    Task<string> InlineAsync(string? jwks = null, string? issuer = null, string? audience = null, string idClaim = "sub") =>
        OrgApp.PoolAsync(org.Admin, new { jwks = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(jwks ?? provider.Jwks), issuer, audience, idClaim });

    /// <summary>A pool of a good set, in whose place something else is found from then on.</summary>
    async Task<string> RemoteAsync(Dictionary<string, RequestDelegate> site, string path, RequestDelegate answer)
    {
        org.Site.Publish(provider.Jwks);
        var pool = await OrgApp.PoolAsync(org.Admin, new { jwksUri = org.Site.Url(path) });
        site[path] = answer;
        return pool;
    }

    static string Weak()
    {
        using var rsa = RSA.Create(1024);
        return JwksSite.JwkOf(rsa, "weak");
    }

    async Task<List<Cause>> CausesAsync()
    {
        var (now, good) = (provider.Second, provider.Signed());
        var inline = await InlineAsync();
        var pinned = await InlineAsync(issuer: "https://login.acme.example", audience: "shop");
        var nested = await InlineAsync(idClaim: "user.id");
        var weak = await InlineAsync("""{"keys":[""" + Weak() + "," + provider.Jwks["""{"keys":[""".Length..]);
        var hosted = await OrgApp.PoolAsync(org.Admin);
        var off = await OrgApp.PoolAsync(org.Admin);
        var app = await OrgApp.ApplicationAsync(org.Admin, hosted);
        var appOff = await OrgApp.ApplicationAsync(org.Admin, hosted);
        Assert.Equal(200, (await org.Admin.PatchAsync("/org/userPool/" + off, new { disabled = true })).Status);
        Assert.Equal(200, (await org.Admin.PatchAsync("/org/sdkClient/" + appOff, new { disabled = true })).Status);
        var service = (await org.Admin.PostAsync("/org/sdkClient", new { name = "S", description = "", kind = "service" }))["id"]!;
        var ours = (await org.Admin.PostAsync("/org/appUserIdToken", new { appUserId = "user-of-the-token", userPoolId = hosted }))["appUserIdToken"]!;
        string Times(string members) => provider.Signed("""{"sub":"user-of-the-token",""" + members + "}");
        string Pinned(string members) => provider.Signed(provider.Claims(members));
        string Named(string kid, string alg = "RS256") => provider.Headed($$"""{"alg":"{{alg}}","kid":"{{kid}}"}""");

        List<Cause> causes =
        [
            new("valid", good, inline), new("valid", ours, null, app),
            new("not_a_jwt", "user-of-the-token-itself", inline), new("token_too_large", new('A', 20_000), inline), new("token_encrypted", "a.b.c.d.e", inline),
            new("not_base64url", good + "=", inline), new("not_json", provider.Headed("[]"), inline), new("duplicate_member", provider.Signed("""{"sub":"a","sub":"b"}"""), inline),
            new("alg_missing", provider.Headed("""{"kid":"k"}"""), inline), new("alg_none", Forge.Unsigned(good), inline), new("alg_symmetric", provider.Headed("""{"alg":"HS256","kid":"k"}"""), inline),
            new("alg_unknown", provider.Headed("""{"alg":"RS1","kid":"k"}"""), inline), new("alg_not_allowed", provider.Signed(key: provider.Ec), hosted),
            new("alg_key_mismatch", Named(provider.Rsa.Kid, "ES256"), inline), new("critical_header", provider.Headed($$"""{"alg":"RS256","kid":"{{provider.Rsa.Kid}}","crit":["exp"]}"""), inline),
            new("kind_wrong", provider.Signed(typ: "at+jwt"), inline), new("kid_missing", provider.Headed("""{"alg":"RS256"}"""), inline), new("kid_malformed", provider.Headed("""{"alg":"RS256","kid":7}"""), inline),
            new("kid_unknown", Named("nobody"), inline), new("kid_of_another_pool", ours, inline), new("signature_missing", good[..(good.LastIndexOf('.') + 1)], inline),
            new("signature_wrong", Forge.SignedByStranger(good), inline), new("expired", Times($"\"iat\":{now - 3600},\"exp\":{now - 60}"), inline),
            new("not_yet_valid", Pinned($"\"nbf\":{now + 120}"), inline), new("exp_missing", Times($"\"iat\":{now}"), inline), new("exp_malformed", Times($"\"iat\":{now},\"exp\":{now}000"), inline),
            new("nbf_malformed", Pinned("\"nbf\":\"now\""), inline), new("iat_missing", Times($"\"exp\":{now + 60}"), inline), new("iat_malformed", Times($"\"exp\":{now + 60},\"iat\":\"now\""), inline),
            new("issued_in_the_future", Times($"\"exp\":{now + 900},\"iat\":{now + 120}"), inline), new("lifetime_too_long", Times($"\"iat\":{now},\"exp\":{now + (400L * 86400)}"), inline),
            new("issuer_missing", Pinned("\"aud\":\"shop\""), pinned), new("issuer_wrong", Pinned("\"iss\":\"https://login.acme.example/\",\"aud\":\"shop\""), pinned),
            new("audience_missing", Pinned("\"iss\":\"https://login.acme.example\""), pinned), new("audience_wrong", Pinned("\"iss\":\"https://login.acme.example\",\"aud\":\"Shop\""), pinned),
            new("id_claim_missing", good, nested), new("id_claim_not_a_string", provider.Signed(provider.Claims(sub: "17")), inline), new("id_claim_empty_or_too_long", provider.Signed(provider.Claims(sub: "\"\"")), inline),
            new("pool_unknown", good, Guid.CreateVersion7().ToString()), new("pool_disabled", good, off), new("pool_of_another_client", good, inline, app),
            new("client_unknown", good, null, Guid.CreateVersion7().ToString()), new("client_is_a_service", good, null, service), new("client_disabled", good, null, appOff),
            new("key_too_weak", Named("weak"), weak),
        ];
        causes.AddRange(await RemoteCausesAsync(good));
        return causes;
    }

    async Task<IEnumerable<Cause>> RemoteCausesAsync(string good)
    {
        Dictionary<string, RequestDelegate> site = [];
        RequestDelegate Status(int status) => http => { http.Response.StatusCode = status; return Task.CompletedTask; };
        RequestDelegate Text(string text) => http => http.Response.WriteAsync(text);
        RequestDelegate Redirect() => http => { http.Response.Redirect("https://canary.example/"); return Task.CompletedTask; };
        List<Cause> causes = [];
        foreach (var (code, answer) in new (string, RequestDelegate)[]
        {
            ("jwks_not_found", Status(404)), ("jwks_not_public", Status(401)), ("jwks_status", Status(500)), ("jwks_redirected", Redirect()), ("jwks_html", Text("<!doctype html><title>canary</title>")),
            ("jwks_not_json", Text("canary")), ("jwks_malformed", Text("""{"key":"canary"}""")), ("jwks_empty", Text("""{"keys":[]}""")),
            ("jwks_no_usable_key", Text("""{"keys":[{"kty":"EC","crv":"secp256k1"}]}""")), ("jwks_private_key", Text("""{"keys":[{"kty":"oct","kid":"s","k":"Y2FuYXJ5"}]}""")),
        }) causes.Add(new(code, good, await RemoteAsync(site, $"/{code}", answer)));
        org.Site.Answer = http => site[http.Request.Path](http);
        return causes;
    }

    [Fact]
    public async Task Every_cause_has_its_own_code_sentence_and_next_step_and_no_token_is_logged_or_answered()
    {
        var causes = await CausesAsync();
        var reader = await OrgApp.KeyAsync(org.Admin, "ReadOnly");
        Dictionary<string, string> sentences = [];
        foreach (var cause in causes)
        {
            var body = new { clientId = cause.Client, userPoolId = cause.Pool, appUserIdToken = cause.Token };
            var answer = await reader.PostAsync(Path, body);
            Assert.True(answer.Status == 200, answer.ToString());
            Assert.Equal(Members, answer.Json.EnumerateObject().Select(one => one.Name));
            Assert.True(cause.Code == answer["code"], $"{cause.Code} was expected, not {answer}");
            Assert.Equal(cause.Code == "valid", answer.Json.GetProperty("active").GetBoolean());
            Assert.EndsWith(".", answer["explanation"], StringComparison.Ordinal);
            if (cause.Code != "valid") Assert.EndsWith(".", answer["next"], StringComparison.Ordinal);
            sentences[cause.Code] = answer["explanation"]!;
            Assert.DoesNotContain("canary", answer.Body, StringComparison.Ordinal);
            foreach (var secret in Secrets(cause.Token)) Assert.DoesNotContain(secret, answer.Body, StringComparison.Ordinal);

            // The verdict is the same; only an explanation looks further than it has to.
            var verdict = await reader.PostAsync("/org/appUserIdToken/verify", body);
            Assert.Equal(answer["active"], verdict["active"]);
            if (verdict["code"] is { } code) Assert.True(code == cause.Code || code == "kid_unknown", $"{cause.Code}, and {code} to verify");
        }
        Assert.True(sentences.Count >= 50, $"{sentences.Count} causes");
        Assert.Equal(sentences.Count, sentences.Values.Distinct(StringComparer.Ordinal).Count());
        foreach (var secret in causes.SelectMany(cause => Secrets(cause.Token)).Distinct()) Assert.DoesNotContain(secret, org.Log.Text, StringComparison.Ordinal);
        Assert.Contains("An appUserIdToken is not believed: expired ", org.Log.Text, StringComparison.Ordinal);
    }

    /// <summary>The token, its claims and its signature, and whom it names.</summary>
    static IEnumerable<string> Secrets(string token) => token.Split('.').Skip(1).Append(token).Append("user-of-the-token").Where(part => part.Length > 8);

    [Fact]
    public async Task Who_has_no_credentials_asks_for_nothing()
    {
        var body = new { appUserIdToken = provider.Signed() };
        foreach (var bearer in new[] { null, "idp_ak_" + new string('x', 43), provider.Signed() })
            (await (org.Admin with { Bearer = bearer }).PostAsync(Path, body)).IsProblem(401, "invalid_token");
        (await org.Admin.PostAsync(Path, new { userPoolId = "x" })).IsProblem(400, "invalid_request", "appUserIdToken");
        Assert.DoesNotContain(body.appUserIdToken.Split('.')[2], org.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_organizations_pools_and_clients_are_like_none()
    {
        var pool = await InlineAsync();
        var app = await OrgApp.ApplicationAsync(org.Admin, pool);
        var token = provider.Signed();
        foreach (var (mine, random, code) in new (object, object, string)[]
        {
            (new { userPoolId = pool, appUserIdToken = token }, new { userPoolId = Guid.CreateVersion7().ToString(), appUserIdToken = token }, "pool_unknown"),
            (new { clientId = app, appUserIdToken = token }, new { clientId = Guid.CreateVersion7().ToString(), appUserIdToken = token }, "client_unknown"),
        })
        {
            Assert.Equal("valid", (await org.Admin.PostAsync(Path, mine))["code"]);
            var there = await org.Other.PostAsync(Path, mine);
            Assert.Equal(code, there["code"]);
            Assert.Equal((await org.Other.PostAsync(Path, random)).Body, there.Body);
            Assert.Equal((await org.Other.PostAsync("/org/appUserIdToken/verify", random)).Body, (await org.Other.PostAsync("/org/appUserIdToken/verify", mine)).Body);
        }
        // A kid of Acme's is no hint to Bravo.
        var own = await OrgApp.PoolAsync(org.Other);
        var unknown = await org.Other.PostAsync(Path, new { userPoolId = own, appUserIdToken = token });
        Assert.Equal("kid_unknown", unknown["code"]);
        Assert.DoesNotContain(pool, unknown.Body, StringComparison.Ordinal);
    }
}
