using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Connections;

public sealed class ConnectionRulesTests
{
    static readonly Connection Oidc = new()
    {
        PoolId = PoolId.Default, Id = "acme-sso", OrganizationId = "o", Name = "Acme", Kind = ConnectionKind.Oidc, Issuer = "https://sso.example/tenant/", ClientId = "us",
        SealedClientSecret = "sealed", CreatedAt = default, UpdatedAt = default, Version = "1",
    };

    static readonly Connection OAuth = Oidc with
    {
        Kind = ConnectionKind.OAuth2,
        Issuer = "https://api.example/user",
        AuthorizationUrl = "https://example.com/authorize",
        TokenUrl = "https://example.com/token",
        UserInfoUrl = "https://api.example/user",
        Scope = "read:user",
        SubjectExpression = "{id}",
    };

    static Dictionary<string, string> Of(string name, string value) => new() { [name] = value };

    [Fact]
    public void What_is_right_may_stay() => Assert.All(
        [
            Oidc, OAuth, Oidc with { AuthMethod = UpstreamAuthMethod.PrivateKeyJwt, SealedClientSecret = null }, Oidc with { AuthMethod = UpstreamAuthMethod.None, SealedClientSecret = null },
            Oidc with { ClaimPaths = Of("name", "profile.display") }, Oidc with { AuthorizationParameters = Of("response_mode", "form_post") }, Oidc with { Scope = "openid" },
        ], connection => Assert.Null(Reconcilers.ConnectionRules.Flaw(connection)));

    public static TheoryData<string, Connection> Wrong => new()
    {
        { "connectionId", Oidc with { Id = "" } },
        { "connectionId", Oidc with { Id = "a/../b" } },
        { "connectionId", Oidc with { Id = new('a', 65) } },
        { "name", Oidc with { Name = " " } },
        { "issuerUrl", Oidc with { Issuer = "" } },
        { "issuerUrl", Oidc with { Issuer = "http://sso.example" } },
        { "issuerUrl", Oidc with { Issuer = "https://10.0.0.1" } },
        { "issuerUrl", Oidc with { Issuer = "https://sso.example/?tenant=1" } },
        { "issuerUrl", Oidc with { Issuer = "https://id.example/pools/1" } },
        { "issuerUrl", Oidc with { Issuer = "https://sso.example/" + new string('x', 400) } },
        { "authenticationUrl", OAuth with { AuthorizationUrl = "javascript:alert(1)" } },
        { "tokenUrl", OAuth with { TokenUrl = null } },
        { "oidcUserEndpointUrl", OAuth with { UserInfoUrl = "https://127.0.0.1/", Issuer = "https://127.0.0.1/" } },
        { "oidcUserEndpointUrl", OAuth with { UserInfoUrl = "https://api.example/another" } },
        { "clientId", Oidc with { ClientId = "" } },
        { "clientId", Oidc with { ClientId = "a\nb" } },
        { "scope", Oidc with { Scope = "profile email" } },
        { "scope", OAuth with { Scope = "a\"b" } },
        { "clientSecret", Oidc with { SealedClientSecret = null } },
        { "clientSecret", Oidc with { AuthMethod = UpstreamAuthMethod.None } },
        { "userIdExpression", Oidc with { SubjectExpression = "sub" } },
        { "claims", Oidc with { ClaimPaths = Of("sub", "sub") } },
        { "claims", Oidc with { ClaimPaths = Of("roles", "roles") } },
        { "claims", Oidc with { ClaimPaths = Of("name", "a..b") } },
        { "authorizationParameters", Oidc with { AuthorizationParameters = Of("redirect_uri", "https://evil.example") } },
        { "authorizationParameters", Oidc with { AuthorizationParameters = Of("response_mode", "fragment") } },
        { "authorizationParameters", Oidc with { AuthorizationParameters = Of("a&b", "1") } },
        { "authorizationParameters", Oidc with { AuthorizationParameters = Of("a", "1\r\n") } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_named(string member, Connection connection) => Assert.Equal(member, Reconcilers.ConnectionRules.Flaw(connection)?.Member);

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("ä")]
    public void A_secret_that_no_header_can_hold_is_none(string secret) => Assert.NotNull(ConnectionRules.SecretProblem(secret));

    [Fact]
    public void A_jwt_is_a_secret_too() => Assert.Null(ConnectionRules.SecretProblem("eyJ." + new string('a', 2000) + ".sig"));
}
