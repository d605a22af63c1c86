using System.Text;
using IdentityServer.Domain.Configuration;
using IdentityServer.Domain.Pools;
using Xunit;

namespace IdentityServer.Domain.Tests.Configuration;

/// <summary>User pools and SDK clients of the declarative file.</summary>
public sealed class DeclarationReaderPoolTests
{
    const string Uuid = "0197f5b0-0000-7000-8000-000000000001";
    const string Other = "0197f5b0-0000-7000-8000-000000000002";
    const string PublicKey = """{ "kty": "EC", "crv": "P-256", "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM" }""";

    static DeclarationReading Read(string lists) => DeclarationReader.Read(Encoding.UTF8.GetBytes($$"""{ "organization": { "name": "Acme" }, {{lists}} }"""));

    static void Refused(string lists, params string[] problems)
    {
        var reading = Read(lists);
        Assert.Equal(problems, reading.Problems.Select(problem => problem.ToString()));
        Assert.False(reading.IsValid);
    }

    static string Pool(string authorization) => $$"""{ "id": "{{Uuid}}", "name": "Shop", "authorization": {{authorization}} }""";

    [Fact]
    public void A_pool_is_read_with_its_defaults()
    {
        var pool = Assert.Single(Read($$""" "userPools": [ { "id": "{{Uuid}}", "name": "Shop" } ] """).Declaration!.UserPools);
        Assert.Equal(new UserPoolDeclaration { Id = Uuid, Name = "Shop" }, pool);
        pool = Assert.Single(Read($$"""
            "userPools": [ { "id": "{{Uuid}}", "name": "Shop", "description": "who buys", "authorization": { "jwksUri": "http://idp.lan:8080/jwks", "idClaim": "user.id", "issuer": "i", "audience": "a" },
                             "compatibleLifetime": true, "disabled": true } ]
            """).Declaration!.UserPools);
        TokenSource source = new() { JwksUri = "http://idp.lan:8080/jwks", IdClaim = "user.id", Issuer = "i", Audience = "a" };
        Assert.Equal(new UserPoolDeclaration { Id = Uuid, Name = "Shop", Description = "who buys", Authorization = source, CompatibleLifetime = true, Disabled = true }, pool);
        Assert.Equal("user pool Shop", pool.ToString());
    }

    [Fact]
    public void A_key_set_is_kept_without_the_blanks_and_comments_of_the_file()
    {
        var spaced = Read($$""" "userPools": [ {{Pool($$"""{ "jwks": { /* ours */ "keys": [ {{PublicKey}}, ] } }""")}} ] """);
        Assert.Empty(spaced.Problems);
        Assert.Equal("{\"keys\":[" + PublicKey.Replace(" ", "", StringComparison.Ordinal) + "]}", Assert.Single(spaced.Declaration!.UserPools).Authorization?.Jwks);
    }

    [Theory]
    [InlineData("""{ "name": "Shop" }""", "id", "must be present")]
    [InlineData("""{ "id": "shop", "name": "Shop" }""", "id", "must be a UUID in lower case, such as one that uuidgen makes")]
    [InlineData("""{ "id": "0197F5B0-0000-7000-8000-000000000001", "name": "Shop" }""", "id", "must be a UUID in lower case, such as one that uuidgen makes")]
    [InlineData($$"""{ "id": "{{Uuid}}" }""", "name", "must be present")]
    [InlineData($$"""{ "id": "{{Uuid}}", "name": "a\u0001b" }""", "name", "must not contain control characters")]
    [InlineData($$"""{ "id": "{{Uuid}}", "name": "Shop", "description": "\u0001" }""", "description", "must not contain control characters")]
    [InlineData($$"""{ "id": "{{Uuid}}", "name": "Shop", "disabled": "no" }""", "disabled", "must be true or false")]
    [InlineData($$"""{ "id": "{{Uuid}}", "name": "Shop", "hosted": true }""", "hosted", "is not known here: use one of id, name, description, authorization, compatibleLifetime, disabled")]
    [InlineData($$"""{ "id": "{{Uuid}}", "name": "Shop", "authorization": "none" }""", "authorization", "must be an object")]
    [InlineData($$"""{ "id": "{{Uuid}}", "name": "Shop", "authorization": {} }""", "authorization.jwksUri", "or jwks must be present, and only one of them")]
    [InlineData($$$"""{ "id": "{{{Uuid}}}", "name": "Shop", "authorization": { "jwksUri": "https://a.example", "jwks": { "keys": [ {{{PublicKey}}} ] } } }""", "authorization.jwksUri", "or jwks must be present, and only one of them")]
    [InlineData($$"""{ "id": "{{Uuid}}", "name": "Shop", "authorization": { "jwksUri": "file:///etc/passwd" } }""", "authorization.jwksUri", "must be an absolute URL such as https://idp.example.com/jwks.json")]
    [InlineData($$"""{ "id": "{{Uuid}}", "name": "Shop", "authorization": { "jwksUri": "ftp://a.example/x" } }""", "authorization.jwksUri", "must use https")]
    [InlineData($$"""{ "id": "{{Uuid}}", "name": "Shop", "authorization": { "jwksUri": "https://me:pw@a.example/x" } }""", "authorization.jwksUri", "must not have a user or a password in it")]
    [InlineData($$"""{ "id": "{{Uuid}}", "name": "Shop", "authorization": { "jwksUri": "https://a.example", "idClaim": "" } }""", "authorization.idClaim", "must be the name of a claim, or names with single dots between them")]
    [InlineData($$"""{ "id": "{{Uuid}}", "name": "Shop", "authorization": { "jwksUri": "https://a.example", "issuer": "" } }""", "authorization.issuer", "must not be empty: leave it out to accept any")]
    [InlineData($$"""{ "id": "{{Uuid}}", "name": "Shop", "authorization": { "jwksUri": "https://a.example", "audience": "\u0001" } }""", "authorization.audience", "must not contain control characters")]
    public void A_pool_is_refused_with_its_path(string pool, string field, string problem) => Refused($$""" "userPools": [ {{pool}} ] """, $"userPools[0].{field}: {problem}");

    [Theory]
    [InlineData("""{ "keys": [] }""")]
    [InlineData("""{ "keys": [ { "kty": "EC", "crv": "P-256", "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM", "d": "must-not-show" } ] }""")]
    [InlineData("""{ "kty": "EC" }""")]
    public void A_key_set_that_verifies_nothing_or_says_too_much_is_refused(string jwks)
    {
        var problem = Assert.Single(Read($$""" "userPools": [ {{Pool($$"""{ "jwks": {{jwks}} }""")}} ] """).Problems);
        Assert.Equal("userPools[0].authorization.jwks", problem.Path);
        Assert.StartsWith("cannot be used (", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("must-not-show", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_sdk_client_is_read_with_its_defaults()
    {
        var service = Assert.Single(Read($$""" "sdkClients": [ { "id": "{{Uuid}}", "name": "Back end", "kind": "service" } ] """).Declaration!.SdkClients);
        Assert.Null(service.UserPoolId);
        Assert.Equal("SDK client Back end", service.ToString());
        var application = Assert.Single(Read($$"""
            "sdkClients": [ { "id": "{{Uuid}}", "name": "Web", "description": "d", "kind": { "application": { "userPoolId": "{{Other}}" } }, "oauthDisabled": true,
              "oauthConfig": { "logoUrl": "https://a.example/l", "chromeExtensionId": "{{new string('a', 32)}}", "redirectUrls": ["https://a.example/cb"] }, "allowedOrigins": ["https://a.example"], "disabled": false } ]
            """).Declaration!.SdkClients);
        Assert.Equal((Other, true, "https://a.example/l", new string('a', 32), (bool?)false),
            (application.UserPoolId, application.OauthDisabled, application.LogoUrl, application.ChromeExtensionId, application.Disabled));
        Assert.Equal(["https://a.example/cb"], application.RedirectUrls);
    }

    [Theory]
    [InlineData(""" "id": "x", "kind": "service" """, "id", "must be a UUID in lower case, such as one that uuidgen makes")]
    [InlineData($$""" "id": "{{Uuid}}" """, "kind", KindWords)]
    [InlineData($$""" "id": "{{Uuid}}", "kind": "application" """, "kind", KindWords)]
    [InlineData($$""" "id": "{{Uuid}}", "kind": 1 """, "kind", KindWords)]
    [InlineData($$""" "id": "{{Uuid}}", "kind": { "application": null } """, "kind.application", "must be present; a service is written as \"kind\": \"service\"")]
    [InlineData($$$""" "id": "{{{Uuid}}}", "kind": { "application": {} } """, "kind.application.userPoolId", "must be present")]
    [InlineData($$$""" "id": "{{{Uuid}}}", "kind": { "application": { "userPoolId": "default" } } """, "kind.application.userPoolId", "must be a UUID in lower case, such as one that uuidgen makes")]
    [InlineData($$""" "id": "{{Uuid}}", "kind": "service", "oauthConfig": { "redirectUrls": ["javascript:x"] } """, "oauthConfig.redirectUrls", "must use https, http on loopback, or a private-use scheme such as com.example.app")]
    [InlineData($$""" "id": "{{Uuid}}", "kind": "service", "oauthConfig": { "chromeExtensionId": "x" } """, "oauthConfig.chromeExtensionId", "must be 32 letters from a to p")]
    [InlineData($$""" "id": "{{Uuid}}", "kind": "service", "oauthConfig": { "logo": "x" } """, "oauthConfig.logo", "is not known here: use one of logoUrl, chromeExtensionId, redirectUrls")]
    [InlineData($$""" "id": "{{Uuid}}", "kind": "service", "allowedOrigins": ["https://a.example/"] """, "allowedOrigins", "must be scheme, host and port alone, in lower case and without a trailing slash")]
    [InlineData($$""" "id": "{{Uuid}}", "kind": "service", "auth": {} """, "auth", "is not known here: use one of oauthConfig, id, name, description, kind, oauthDisabled, allowedOrigins, disabled")]
    public void An_sdk_client_is_refused_with_its_path(string members, string field, string problem) =>
        Refused($$""" "sdkClients": [ { "name": "x", {{members}} } ] """, $"sdkClients[0].{field}: {problem}");

    const string KindWords = "must be \"service\" or { \"application\": { \"userPoolId\": \"…\" } }";

    [Fact]
    public void Ids_stand_once() => Refused(
        $$""" "userPools": [ { "id": "{{Uuid}}", "name": "a" }, { "id": "{{Uuid}}", "name": "b" } ], "sdkClients": [ { "id": "{{Uuid}}", "name": "a", "kind": "service" }, { "id": "{{Uuid}}", "name": "b", "kind": "service" } ] """,
        "userPools[1].id: is the id of another user pool in this file",
        "sdkClients[1].id: is the id of another SDK client in this file");

    [Fact]
    public void Both_lists_need_an_organization()
    {
        foreach (var list in (string[])["userPools", "sdkClients"])
        {
            var reading = DeclarationReader.Read(Encoding.UTF8.GetBytes($$"""{ "{{list}}": [ { "id": "{{Uuid}}", "name": "a"{{(list == "sdkClients" ? ", \"kind\": \"service\"" : "")}} } ] }"""));
            Assert.Equal([$"organization: must be present, because the file has {list}: say which organization they belong to"], reading.Problems.Select(problem => problem.ToString()));
        }
    }

    [Fact]
    public void What_the_file_refers_to_in_itself_has_to_fit() => Refused(
        $$"""
        "userPools": [ {{Pool("""{ "jwksUri": "https://a.example" }""")}} ],
        "sdkClients": [ { "id": "{{Other}}", "name": "a", "kind": { "application": { "userPoolId": "{{Uuid}}" } } } ],
        "apiKeys": [ { "name": "a", "key": "idp_ak_0123456789abcdef0123456789abcdef", "role": "Admin", "sdkClientId": "{{Other}}" },
                     { "name": "b", "key": "idp_ak_0123456789abcdef0123456789abcdee", "role": "Admin", "sdkClientId": "x" } ],
        "clients": [ { "client_id": "a", "pool": "{{Uuid}}", "token_endpoint_auth_method": "none", "redirect_uris": ["https://a.example/cb"] } ],
        "users": [ { "username": "a", "pool": "{{Uuid}}" } ]
        """,
        "apiKeys[1].sdkClientId: must be the id of a service among the SDK clients",
        "clients[0].pool: is a self-provided pool: only hosted ones have clients and users here",
        "users[0].pool: is a self-provided pool: only hosted ones have clients and users here",
        "apiKeys[0].sdkClientId: must be the id of a service that is not disabled");

    [Fact]
    public void One_name_may_stand_once_in_each_pool()
    {
        const string client = """ "client_id": "a", "token_endpoint_auth_method": "none", "redirect_uris": ["https://a.example/cb"] """;
        Assert.Empty(Read($$""" "clients": [ { {{client}} }, { {{client}}, "pool": "{{Uuid}}" } ], "users": [ { "username": "a", "email": "a@a.example" }, { "username": "a", "email": "a@a.example", "pool": "{{Uuid}}" } ] """).Problems);
        Refused($$""" "users": [ { "username": "a", "pool": "{{Uuid}}" }, { "username": "A", "pool": "{{Uuid}}" } ] """, "users[1].username: is the username of another user in this file");
    }
}
