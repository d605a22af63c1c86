using IdentityServer.Domain.Protocol;
using Xunit;

namespace IdentityServer.Domain.Tests.House;

/// <summary>Paths are promises: programs of other people have them written down. A new one is added here, an old one never changes.</summary>
public sealed class EndpointsTests
{
    [Fact]
    public void Paths_are_the_ones_that_other_programs_know()
    {
        string[] promised =
        [
            "/.well-known/jwks.json",
            "/.well-known/oauth-authorization-server",
            "/.well-known/openid-configuration",
            "/.well-known/openid-configuration/jwks",
            "/connect/authorize",
            "/connect/authorize/resume",
            "/connect/backchannel",
            "/connect/callback",
            "/connect/endsession",
            "/connect/endsession/callback",
            "/connect/introspect",
            "/connect/login",
            "/connect/revoke",
            "/connect/token",
            "/connect/userinfo",
        ];
        var declared = typeof(Endpoints).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal(promised, declared.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("authorization_endpoint", "/connect/authorize")]
    [InlineData("token_endpoint", "/connect/token")]
    [InlineData("userinfo_endpoint", "/connect/userinfo")]
    [InlineData("jwks_uri", "/.well-known/jwks.json")]
    [InlineData("introspection_endpoint", "/connect/introspect")]
    [InlineData("revocation_endpoint", "/connect/revoke")]
    [InlineData("end_session_endpoint", "/connect/endsession")]
    public void Discovery_names_each_by_its_registered_member(string member, string path) => Assert.Contains((member, path), Endpoints.Announced);
}
