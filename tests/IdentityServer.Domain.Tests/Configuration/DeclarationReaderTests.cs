using System.Text;
using IdentityServer.Domain.Configuration;
using IdentityServer.Domain.Organizations;
using Xunit;

namespace IdentityServer.Domain.Tests.Configuration;

public sealed class DeclarationReaderTests
{
    const string Web = """ "client_id": "web", "client_secret": "s3cr3t-that-must-not-show", "redirect_uris": ["https://web.example/cb"] """;
    const string OneOfAlgorithms = "must be one of RS256, ES256, EdDSA";
    const string WellFormed = "must be 1 to 255 visible ASCII characters without blanks";

    static DeclarationReading Read(string json) => DeclarationReader.Read(Encoding.UTF8.GetBytes(json));

    static void Refused(string json, params string[] problems)
    {
        var reading = Read(json);
        Assert.False(reading.IsValid);
        Assert.Equal(problems, reading.Problems.Select(problem => problem.ToString()));
        Assert.DoesNotContain("must-not-show", string.Join('\n', problems), StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_of_the_product_description_reads()
    {
        var reading = Read(Example.Json);
        Assert.Empty(reading.Problems);
        Assert.True(reading.IsValid);
        var declaration = reading.Declaration;
        Assert.Equal("Acme", declaration.Organization?.Name);
        Assert.Equal(MemberRole.Admin, Assert.Single(declaration.Members).Role);
        Assert.Equal("ci", Assert.Single(declaration.ApiKeys).Name);
        Assert.Equal(["authorization_code", "refresh_token"], Assert.Single(declaration.Clients).GrantTypes);
        Assert.Equal("ES256", Assert.Single(declaration.Resources).AccessTokenAlgorithm);
        Assert.Equal("Alice", Assert.Single(declaration.Users).Claims["name"].GetString());
        Assert.False(declaration.PruneClients || declaration.PruneResources || declaration.PruneApiKeys);
        Assert.Equal(["clients[0].anonymous", "serviceClients"],
            declaration.Unsupported.OrderBy(name => Example.Json.IndexOf(name.Split('.')[^1], StringComparison.Ordinal)));
    }

    [Fact]
    public void An_empty_object_declares_nothing() => Assert.Empty(Read("{}").Declaration!.Clients);

    [Fact]
    public void Comments_trailing_commas_and_a_byte_order_mark_may_stand() =>
        Assert.True(Read("\uFEFF{ // C:\\users are not escapes\n /* here */ \"clients\": [], }").IsValid);

    [Fact]
    public void Defaults_of_a_client_are_those_of_its_registration()
    {
        var client = Assert.Single(Read($$"""{ "clients": [ { {{Web}} } ] }""").Declaration!.Clients);
        Assert.Equal(["authorization_code"], client.GrantTypes);
        Assert.Equal("client_secret_basic", client.AuthMethod);
        Assert.Equal("openid profile email offline_access", client.Scope);
        Assert.Equal("RS256", client.IdTokenAlgorithm);
        Assert.Equal("remember", client.Consent);
    }

    [Theory]
    [InlineData("", "is not JSON: look at line 1, column 1")]
    [InlineData("{\n  \"clients\": must-not-show }", "is not JSON: look at line 2, column 14")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("""{ "clients": [], "clients": [] }""", "clients: stands twice in the same object: remove one")]
    [InlineData("""{ "clients": [ { "client_id": "a", "client_id": "b" } ] }""", "clients[0].client_id: stands twice in the same object: remove one")]
    [InlineData("""{ "organization": { "name": "\ud800" } }""", "organization.name: must be text without NUL and without half a surrogate pair")]
    [InlineData("""{ "organization": { "name": "a\u0000" } }""", "organization.name: must be text without NUL and without half a surrogate pair")]
    [InlineData("""{ "organization": { "\udc00": "a" } }""", "organization: has a member whose name has half a surrogate pair")]
    [InlineData("""{ "organisation": {} }""", "organisation: is not known here: use one of organization, members, apiKeys, userPools, sdkClients, clients, resources, users, serviceClients, connections, trustedIssuers, prune")]
    [InlineData("""{ "organization": { "name": "Acme", "plan": 1 } }""", "organization.plan: is not known here: use one of name")]
    [InlineData("""{ "clients": {} }""", "clients: must be a list")]
    [InlineData("""{ "clients": [ 1 ] }""", "clients[0]: must be an object")]
    [InlineData("""{ "connections": [ [] ] }""", "connections[0]: must be an object")]
    [InlineData("""{ "organization": [] }""", "organization: must be an object")]
    [InlineData("""{ "organization": {} }""", "organization.name: must be present")]
    [InlineData("""{ "organization": { "name": 1 } }""", "organization.name: must be a string")]
    [InlineData("""{ "organization": { "name": " " } }""", "organization.name: must not be empty")]
    [InlineData("""{ "prune": "yes" }""", "prune: must be true or false")]
    public void The_shape_of_the_file_is_strict(string json, string problem) => Refused(json, problem);

    [Fact]
    public void A_file_in_another_encoding_is_refused()
    {
        byte[] latin1 = [.. "{\"clients\":\""u8, 0xe4, .. "\"}"u8];
        Assert.Equal("is not UTF-8: save the file as UTF-8", Assert.Single(DeclarationReader.Read(latin1).Problems).ToString());
    }

    [Theory]
    [InlineData(""" "client_id": "a b" """, "client_id", WellFormed)]
    [InlineData(""" "client_name": "a\nb" """, "client_name", "must not contain control characters")]
    [InlineData(""" "redirect_uris": [] """, "redirect_uris", "must have at least one entry, because the client uses authorization_code")]
    [InlineData(""" "redirect_uris": [1] """, "redirect_uris[0]", "must be a string")]
    [InlineData(""" "redirect_uris": ["https://a.example", "http://web.example/cb"] """, "redirect_uris[1]", "must use https unless the host is loopback")]
    [InlineData(""" "redirect_uris": ["/cb"] """, "redirect_uris[0]", "must be an absolute URI such as https://app.example.com")]
    [InlineData(""" "redirect_uris": ["https://*.example/cb"] """, "redirect_uris[0]", "must not contain a wildcard: list each URI in full")]
    [InlineData(""" "post_logout_redirect_uris": ["https://a.example/#x"] """, "post_logout_redirect_uris[0]", "must not have a fragment")]
    [InlineData(""" "backchannel_logout_uri": "http://a.example/out" """, "backchannel_logout_uri", "must use https unless the host is loopback")]
    [InlineData(""" "logo_uri": "com.example:/logo" """, "logo_uri", "must use https")]
    [InlineData(""" "policy_uri": "javascript:alert(1)" """, "policy_uri", "must use https, http on loopback, or a private-use scheme such as com.example.app")]
    [InlineData(""" "tos_uri": "" """, "tos_uri", "must not be empty")]
    [InlineData(""" "client_uri": "https://user@a.example" """, "client_uri", "must not have a user part")]
    [InlineData(""" "allowed_origins": ["https://a.example/"] """, "allowed_origins[0]", "must be scheme, host and port alone, in lower case and without a trailing slash")]
    [InlineData(""" "grant_types": ["authorization_code", "password"] """, "grant_types[1]", "must be one of authorization_code, refresh_token, client_credentials, urn:ietf:params:oauth:grant-type:token-exchange")]
    [InlineData(""" "grant_types": [] """, "grant_types", "must name at least one grant type")]
    [InlineData(""" "token_endpoint_auth_method": "tls" """, "token_endpoint_auth_method", "must be one of client_secret_basic, client_secret_post, none, trusted_issuer_jwt")]
    [InlineData(""" "token_endpoint_auth_method": "trusted_issuer_jwt", "client_secret": null, "trusted_subject": "ci" """, "trusted_issuer", "must be the exact issuer of a trusted issuer, because the client authenticates with its tokens")]
    [InlineData(""" "token_endpoint_auth_method": "trusted_issuer_jwt", "client_secret": null, "trusted_issuer": "https://ci.example" """, "trusted_subject", "must be the user id that those tokens come to, of 1 to 255 characters")]
    [InlineData(""" "token_endpoint_auth_method": "trusted_issuer_jwt", "trusted_issuer": "https://ci.example", "trusted_subject": "ci" """, "client_secret", "must be absent, because the tokens of a trusted issuer are what the client authenticates with")]
    [InlineData(""" "trusted_issuer": "https://ci.example" """, "trusted_issuer", "must be absent, unless token_endpoint_auth_method is trusted_issuer_jwt")]
    [InlineData(""" "trusted_subject": "ci" """, "trusted_subject", "must be absent, unless token_endpoint_auth_method is trusted_issuer_jwt")]
    [InlineData(""" "token_endpoint_auth_method": "none", "client_secret": null, "grant_types": ["urn:ietf:params:oauth:grant-type:token-exchange"] """, "grant_types", "must not have urn:ietf:params:oauth:grant-type:token-exchange, because the client is public: give it a secret and another token_endpoint_auth_method")]
    [InlineData(""" "id_token_signed_response_alg": "none" """, "id_token_signed_response_alg", OneOfAlgorithms)]
    [InlineData(""" "consent": "sometimes" """, "consent", "must be one of implicit, remember, always")]
    [InlineData(""" "scope": "a\\b" """, "scope", "must be scope tokens separated by blanks, at most 100, in visible ASCII without quotes or backslashes")]
    [InlineData(""" "client_secret": null """, "client_secret", "must be present, because the client authenticates with it; a public client has token_endpoint_auth_method none")]
    [InlineData(""" "client_secret": "must-not-show" """, "client_secret", "must have at least 16 characters")]
    [InlineData(""" "client_secret": "must-not-show-ümlaut" """, "client_secret", "must be visible ASCII")]
    [InlineData(""" "token_endpoint_auth_method": "none" """, "client_secret", "must be absent, because the client is public (token_endpoint_auth_method none)")]
    [InlineData(""" "token_endpoint_auth_method": "none", "client_secret": null, "grant_types": ["client_credentials"] """, "grant_types", "must not have client_credentials, because the client is public: give it a secret and another token_endpoint_auth_method")]
    [InlineData(""" "pool": "shop" """, "pool", "must be default, or the id of a hosted user pool")]
    [InlineData(""" "anonymous": "open" """, "anonymous", "must be an object")]
    public void A_client_is_refused_with_its_path(string members, string field, string problem)
    {
        var overridden = members.Split('"').Where((_, i) => i % 2 == 1).ToHashSet();
        var kept = Web.Split(", ").Where(member => !overridden.Contains(member.Split('"')[1]));
        Refused($$"""{ "clients": [ { {{string.Join(',', kept.Append(members))}} } ] }""", $"clients[0].{field}: {problem}");
    }

    [Fact]
    public void What_is_too_long_is_refused()
    {
        Refused($$"""{ "clients": [ { "client_id": "web", "client_secret": "{{new string('s', 257)}}", "client_name": "{{new string('n', 257)}}", "redirect_uris": ["https://a.example/{{new string('u', 2048)}}"] } ] }""",
            "clients[0].client_name: must have at most 256 characters",
            "clients[0].redirect_uris[0]: must have at most 2048 characters",
            "clients[0].client_secret: must have at most 256 characters");
    }

    [Fact]
    public void A_client_that_only_uses_client_credentials_needs_no_redirect_URI() =>
        Assert.True(Read("""{ "clients": [ { "client_id": "job", "client_secret": "0123456789abcdef", "grant_types": ["client_credentials"] } ] }""").IsValid);

    [Fact]
    public void An_id_stands_once() =>
        Refused($$"""{ "clients": [ { {{Web}} }, { {{Web}} } ] }""", "clients[1].client_id: is the id of another client in this file");

    [Fact]
    public void All_problems_are_told_at_once() => Refused(
        """{ "clients": [ { "client_id": "a", "redirect_uris": ["ftp://x"] }, {} ], "users": [ { "username": "" } ], "wrong": 1 }""",
        "clients[0].redirect_uris[0]: must use https, http on loopback, or a private-use scheme such as com.example.app",
        "clients[0].client_secret: must be present, because the client authenticates with it; a public client has token_endpoint_auth_method none",
        "clients[1].client_id: must be present",
        "clients[1].redirect_uris: must have at least one entry, because the client uses authorization_code",
        "clients[1].client_secret: must be present, because the client authenticates with it; a public client has token_endpoint_auth_method none",
        "users[0].username: must not be empty",
        "wrong: is not known here: use one of organization, members, apiKeys, userPools, sdkClients, clients, resources, users, serviceClients, connections, trustedIssuers, prune");

    [Theory]
    [InlineData("""{ "resource": "api.example" }""", "resource", "must be an absolute URI such as https://api.example.com")]
    [InlineData("""{ "resource": "/api" }""", "resource", "must be an absolute URI such as https://api.example.com")]
    [InlineData("""{ "resource": "https://a.example/#f" }""", "resource", "must not have a fragment")]
    [InlineData("""{ "resource": "https://a.example/ä" }""", "resource", WellFormed)]
    [InlineData("""{ "scopes": [] }""", "resource", "must be present")]
    [InlineData("""{ "resource": "https://a.example", "scopes": ["a b"] }""", "scopes[0]", "must be one scope token, without blanks, quotes or backslashes")]
    [InlineData("""{ "resource": "https://a.example", "scopes": ["cart", "openid"] }""", "scopes[1]", "is a scope of OpenID Connect, which belongs to no resource")]
    [InlineData("""{ "resource": "https://a.example", "scopes": ["cart", "cart"] }""", "scopes[1]", "is already at resources[0].scopes[0]: a scope belongs to one resource")]
    [InlineData("""{ "resource": "https://a.example", "access_token_signing_alg": "HS256" }""", "access_token_signing_alg", OneOfAlgorithms)]
    public void A_resource_is_refused_with_its_path(string resource, string field, string problem) =>
        Refused($$"""{ "resources": [ {{resource}} ] }""", $"resources[0].{field}: {problem}");

    [Fact]
    public void A_scope_has_one_resource_and_a_resource_stands_once() => Refused(
        """{ "resources": [ { "resource": "https://a.example", "scopes": ["cart"] }, { "resource": "https://b.example", "scopes": ["cart"] }, { "resource": "https://a.example" } ] }""",
        "resources[1].scopes[0]: is already at resources[0].scopes[0]: a scope belongs to one resource",
        "resources[2].resource: is the identifier of another resource in this file");

    [Theory]
    [InlineData("""{ }""", "username", "must be present")]
    [InlineData("""{ "username": "ali\u200bce" }""", "username", "must not contain control characters or invisible characters")]
    [InlineData("""{ "username": "alice", "email": "alice" }""", "email", "must be an e-mail address such as alice@example.com")]
    [InlineData("""{ "username": "alice", "email_verified": true }""", "email_verified", "needs an email beside it")]
    [InlineData("""{ "username": "alice", "password": "short" }""", "password", "must have at least 12 characters")]
    [InlineData("""{ "username": "alice", "pool": "shop" }""", "pool", "must be default, or the id of a hosted user pool")]
    [InlineData("""{ "username": "alice", "claims": [] }""", "claims", "must be an object")]
    [InlineData("""{ "username": "alice", "claims": { "name": 1 } }""", "claims.name", "must be a string that is not empty")]
    [InlineData("""{ "username": "alice", "claims": { "email": "a@b.example" } }""", "claims.email", "has its own place: write email beside claims")]
    [InlineData("""{ "username": "alice", "claims": { "email_verified": true } }""", "claims.email_verified", "has its own place: write email_verified beside claims")]
    [InlineData("""{ "username": "alice", "claims": { "preferred_username": "a" } }""", "claims.preferred_username", "is the username: write username beside claims")]
    [InlineData("""{ "username": "alice", "claims": { "updated_at": 1 } }""", "claims.updated_at", "is kept by the server: leave it out")]
    [InlineData("""{ "username": "alice", "claims": { "phone_number_verified": "yes" } }""", "claims.phone_number_verified", "must be true or false")]
    [InlineData("""{ "username": "alice", "claims": { "address": "here" } }""", "claims.address", "must be an object")]
    [InlineData("""{ "username": "alice", "claims": { "address": { "city": "Bern" } } }""", "claims.address", "must have strings that are not empty, named formatted, street_address, locality, region, postal_code, country")]
    [InlineData("""{ "username": "alice", "claims": { "picture": "javascript:alert(1)" } }""", "claims.picture", "must use https, http on loopback, or a private-use scheme such as com.example.app")]
    [InlineData("""{ "username": "alice", "claims": { "role": "admin" } }""", "claims.role", "is not a standard claim: use one of address, birthdate, family_name, gender, given_name, locale, middle_name, name, nickname, phone_number, phone_number_verified, picture, profile, website, zoneinfo")]
    public void A_user_is_refused_with_its_path(string user, string field, string problem) =>
        Refused($$"""{ "users": [ {{user}} ] }""", $"users[0].{field}: {problem}");

    [Fact]
    public void Two_spellings_of_one_username_or_address_are_the_same_one() => Refused(
        """{ "users": [ { "username": "Zoë", "email": "zoe@a.example" }, { "username": "zoe\u0308", "email": "ZOE@a.example" } ] }""",
        "users[1].username: is the username of another user in this file",
        "users[1].email: is the address of another user in this file");

    [Theory]
    [InlineData("""{ "email": "nobody", "role": "Admin" }""", "email", "must be an e-mail address such as alice@example.com")]
    [InlineData("""{ "email": "a@b.example", "role": "admin" }""", "role", "must be one of ReadOnly, Member, Admin")]
    [InlineData("""{ "email": "a@b.example" }""", "role", "must be present")]
    [InlineData("""{ "email": "a@b.example", "role": "Member", "password": "password1234" }""", "password", "is among the passwords that are guessed first: choose another")]
    public void A_member_is_refused_with_its_path(string member, string field, string problem) =>
        Refused($$"""{ "organization": { "name": "Acme" }, "members": [ {{member}} ] }""", $"members[0].{field}: {problem}");

    [Fact]
    public void Members_need_an_organization_and_an_address_of_their_own() => Refused(
        """{ "members": [ { "email": "a@b.example", "role": "Admin" }, { "email": "A@B.example", "role": "Admin" } ] }""",
        "members[1].email: is the address of another member in this file",
        "organization: must be present, because the file has members: say which organization they belong to");

    [Theory]
    [InlineData("""{ "name": "", "key": "idp_ak_0123456789abcdef0123456789abcdef", "role": "Admin" }""", "name", "must not be empty")]
    [InlineData("""{ "name": "ci", "key": "idp_ak_must-not-show", "role": "Admin" }""", "key", "must be idp_ak_ and at least 32 random letters, digits, - or _")]
    [InlineData("""{ "name": "ci", "key": "0123456789abcdef0123456789abcdef0123456789", "role": "Admin" }""", "key", "must be idp_ak_ and at least 32 random letters, digits, - or _")]
    [InlineData("""{ "name": "ci", "key": "idp_ak_0123456789abcdef 0123456789abcdef", "role": "Admin" }""", "key", "must be idp_ak_ and at least 32 random letters, digits, - or _")]
    public void An_API_key_is_refused_with_its_path(string key, string field, string problem) =>
        Refused($$"""{ "organization": { "name": "Acme" }, "apiKeys": [ {{key}} ] }""", $"apiKeys[0].{field}: {problem}");

    [Fact]
    public void An_API_key_has_a_name_and_a_secret_of_its_own_and_an_organization() => Refused(
        """{ "apiKeys": [ { "name": "ci", "key": "idp_ak_must-not-show-456789abcdef0123456789", "role": "Admin" }, { "name": "ci", "key": "idp_ak_must-not-show-456789abcdef0123456789", "role": "Admin" } ] }""",
        "apiKeys[1].name: is the name of another API key in this file",
        "apiKeys[1].key: is the key of another API key in this file",
        "organization: must be present, because the file has apiKeys: say which organization they belong to");

    [Fact]
    public void What_is_read_does_not_show_its_secrets()
    {
        var declaration = Read(Example.Json).Declaration!;
        var shown = string.Join('\n', declaration.Members.Cast<object>().Concat(declaration.ApiKeys).Concat(declaration.Clients).Concat(declaration.Users).Append(declaration));
        foreach (var secret in Example.Secrets) Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
    }
}
