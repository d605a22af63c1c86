using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Users;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Conformance;

/// <summary>
/// What the certification suite does in every module, in C#: a static client with remembered consent, a user with a value for
/// every standard claim, and the checks of conformance.md §1.0. The suite itself sends no PKCE; this server always asks for it.
/// </summary>
public abstract class SuiteTests(SharedApp shared) : AppTests(shared)
{
    protected static readonly string State = RandomNumberGenerator.GetHexString(128);

    protected static readonly string[] ProfileClaims = ["name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile",
        "picture", "website", "gender", "birthdate", "zoneinfo", "locale", "updated_at"];

    static readonly JsonElement Person = JsonDocument.Parse("""
        { "name": "Alice Example", "family_name": "Example", "given_name": "Alice", "middle_name": "M", "nickname": "al", "profile": "https://alice.example",
          "picture": "https://alice.example/me.png", "website": "https://alice.example", "gender": "female", "birthdate": "1990-01-01", "zoneinfo": "Europe/Zurich",
          "locale": "en-US", "phone_number": "+41 44 000 00 00", "phone_number_verified": true,
          "address": { "formatted": "Street 1, 8000 Town", "street_address": "Street 1", "locality": "Town", "postal_code": "8000", "country": "CH" } }
        """).RootElement;

    /// <summary>How the answer travels; null is the mode by default.</summary>
    protected virtual string? Mode => null;

    protected Task<User> NewPersonAsync() => NewUserAsync(user =>
    {
        user.Claims = Person.EnumerateObject().ToDictionary(claim => claim.Name, claim => claim.Value.Clone());
        return user;
    });

    protected async Task<string> NewSuiteClientAsync(ClientAuthMethod method = ClientAuthMethod.ClientSecretBasic)
    {
        var id = $"conf-{Guid.CreateVersion7():n}";
        await App.SaveAsync(TestClients.Confidential(id, App.Clock.Now, consent: ConsentPolicy.Remember, method: method));
        return id;
    }

    protected string Url(string client, params (string Name, string? Value)[] changes) =>
        AuthorizeUrl(client, [("state", State), ("response_mode", Mode), .. changes]);

    /// <summary>Opens, signs in and agrees where asked, and comes to the client; with form_post, by its form.</summary>
    protected async Task<WebPage> VisitAsync(Browser browser, string url, string username)
    {
        var page = await browser.AuthorizeAsync(url, username);
        if (Mode != "form_post" || page.IsAtClient || (int)page.Status != 200) return page;
        page = await browser.SubmitAsync(page, "form", Nothing, null, Ct);
        Assert.NotEmpty(page.Posted);
        Assert.Equal("", page.Uri.Query);
        return page;
    }

    /// <summary>The checks of every module, from the authorization answer to UserInfo.</summary>
    protected async Task<Answer> CompleteAsync(WebPage back, string client, string? nonce = "n-0S6_WzA2Mj", string? state = null)
    {
        var code = Expect.Code(back, state ?? State);
        Assert.True(code.Length >= 22 && Entropy(code) >= 96, $"{code.Length} characters, {Entropy(code)} bits");
        var tokens = await App.RedeemAsync(back, client);
        await CheckAsync(tokens, client, nonce);
        return tokens;
    }

    protected async Task CheckAsync(Answer tokens, string client, string? nonce)
    {
        Assert.True(tokens.Status == 200, tokens.ToString());
        Assert.Equal("application/json", tokens.ContentHeaders.ContentType!.MediaType);
        Assert.True(tokens.Headers.CacheControl!.NoStore);
        Assert.InRange(tokens.Json.GetProperty("expires_in").GetInt64(), 1, 31_536_000);
        Assert.Equal("bearer", tokens["token_type"], ignoreCase: true);

        var claims = await VerifyAsync(tokens["id_token"]!);
        var now = App.Clock.Now.ToUnixTimeSeconds();
        Assert.Equal(IdpApp.Issuer, claims.GetProperty("iss").GetString());
        Assert.Equal(client, claims.GetProperty("aud").GetString());
        Assert.InRange(claims.GetProperty("exp").GetInt64(), now + 1, now + 31_536_000);
        Assert.InRange(claims.GetProperty("iat").GetInt64(), now - 300, now);
        Assert.InRange(claims.GetProperty("auth_time").GetInt64(), now - 31_536_000, now);
        Assert.NotEqual("", claims.GetProperty("acr").GetString());
        Assert.Equal(nonce, claims.TryGetProperty("nonce", out var got) ? got.GetString() : null);
        Assert.InRange(claims.GetProperty("sub").GetString()!.Length, 1, 255);
        var half = SHA256.HashData(Encoding.ASCII.GetBytes(tokens.AccessToken)).AsSpan(0, 16);
        Assert.Equal(Base64Url.EncodeToString(half), claims.GetProperty("at_hash").GetString());
        // Scope claims live in UserInfo: OIDC Core §5.4.
        foreach (var name in new[] { "name", "email", "address", "phone_number", "preferred_username" }) Assert.False(claims.TryGetProperty(name, out _), name);

        var info = await App.UserInfoAsync(tokens.AccessToken);
        Assert.True(info.Status == 200, info.ToString());
        Assert.Equal("application/json", info.ContentHeaders.ContentType!.MediaType);
        Assert.Equal(claims.GetProperty("sub").GetString(), info["sub"]);
    }

    /// <summary>RS256, a kid, and a signature by the key that the JWK set has under it.</summary>
    protected async Task<JsonElement> VerifyAsync(string token)
    {
        var parts = token.Split('.');
        var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0])).RootElement;
        Assert.Equal("RS256", header.GetProperty("alg").GetString());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/jwks.json");
        var keys = (await App.SendAsync(request)).Json.GetProperty("keys").EnumerateArray();
        var key = Assert.Single(keys, key => key.GetProperty("kid").GetString() == header.GetProperty("kid").GetString());
        using var rsa = RSA.Create(new RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars(key.GetProperty("n").GetString()),
            Exponent = Base64Url.DecodeFromChars(key.GetProperty("e").GetString()),
        });
        Assert.True(rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        return JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement;
    }

    /// <summary>The happy flow of one module.</summary>
    protected async Task<Answer> RunAsync(params (string Name, string? Value)[] changes)
    {
        using var browser = App.NewBrowser();
        var client = await NewSuiteClientAsync();
        var person = await NewPersonAsync();
        var nonce = changes.Any(change => change is { Name: "nonce", Value: null }) ? null : "n-0S6_WzA2Mj";
        return await CompleteAsync(await VisitAsync(browser, Url(client, changes), person.Username), client, nonce);
    }

    /// <summary>Shannon's estimate, as the suite makes it.</summary>
    static double Entropy(string text) =>
        text.Length * text.GroupBy(c => c).Sum(group => -((double)group.Count() / text.Length) * Math.Log2((double)group.Count() / text.Length));
}
