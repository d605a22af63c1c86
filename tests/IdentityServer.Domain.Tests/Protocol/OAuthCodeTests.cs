using System.Reflection;
using IdentityServer.Domain.Protocol;
using Xunit;

namespace IdentityServer.Domain.Tests.Protocol;

public sealed class OAuthCodeTests
{
    static readonly OAuthCode[] All =
        [.. typeof(OAuthCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OAuthCode)field.GetValue(null)!)];

    [Fact]
    public void Codes_are_distinct_and_named_as_registered()
    {
        Assert.Equal(All.Length, All.Select(code => code.Value).Distinct().Count());
        Assert.All(All, code => Assert.Matches("^[a-z_]+$", code.Value));
        Assert.All(All, code => Assert.Equal(code.Value, code.ToString()));
    }

    // OIDC suite, CheckTokenEndpointHttpStatusIs400Allowing401ForInvalidClientError.
    [Fact]
    public void Only_a_clients_or_a_bearers_failure_is_401()
    {
        Assert.Equal([OAuthCode.InvalidClient, OAuthCode.InvalidToken], All.Where(code => code.Status == 401));
        Assert.Equal(400, OAuthCode.InvalidGrant.Status);
        Assert.Equal(403, OAuthCode.InsufficientScope.Status);
        Assert.Equal(503, OAuthCode.TemporarilyUnavailable.Status);
    }
}
