using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Grants;

public sealed class GrantTableTests
{
    readonly GrantTable table = new([new TokenExchangeGrant(null!, null!, null!, null!), new ClientCredentialsGrant(), new RefreshTokenGrant(new MemoryFamilies([])), new AuthorizationCodeGrant(new MemoryFamilies([]))]);

    [Fact]
    public void Grants_are_found_by_their_exact_type_and_the_password_grant_does_not_exist()
    {
        foreach (var type in GrantTypes.Known) Assert.Equal(type, table.Find(type)!.Type);
        foreach (var type in (string[])["", "password", "implicit", "Refresh_token", "urn:ietf:params:oauth:grant-type:jwt-bearer"]) Assert.Null(table.Find(type));
        Assert.Equal(GrantTypes.Known.Order(StringComparer.Ordinal), table.Types);
    }

    [Fact]
    public void Two_grants_of_one_type_are_a_bug_that_is_told() =>
        Assert.Throws<ArgumentException>(() => new GrantTable([new ClientCredentialsGrant(), new ClientCredentialsGrant()]));
}
