using IdentityServer.Domain.Keys;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

/// <summary>A key that has a name can be asked for and revoked under it.</summary>
public sealed class KidsTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("...")]
    [InlineData("2024-05-01.rsa")]
    [InlineData("public:hydra.openid.id-token")]
    [InlineData("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")]
    [InlineData("HJ+Mxm/4TLcfaTa=&;@!$'()*,~")]
    public void Names_of_other_providers_are_taken(string kid) => Assert.Null(Kids.Problem(kid));

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../clients")]
    [InlineData("a/../b")]
    [InlineData("a/.")]
    [InlineData("a\\b")]
    [InlineData("a%2Fb")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    public void A_name_that_no_path_can_hold_is_refused(string kid) => Assert.Contains("management API", Kids.Problem(kid), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("schlüssel")]
    public void A_name_that_a_database_may_change_is_refused(string kid) => Assert.Contains("visible ASCII", Kids.Problem(kid), StringComparison.Ordinal);
}
