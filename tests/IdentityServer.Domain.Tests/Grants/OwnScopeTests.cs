using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Resources;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Grants;

/// <summary>S036.</summary>
public sealed class OwnScopeTests
{
    readonly World world = new();

    Result<ScopeSet> Choose(string? scope) => OwnScope.Choose(new(world.Pool, world.Rings.Default, world.Machine, World.Form(("scope", scope)), ResourceSet.Empty, World.Start));

    [Theory]
    [InlineData(null, "orders.read orders.write")]
    [InlineData("orders.write", "orders.write")]
    public void It_is_what_the_client_is_registered_for_without_its_users(string? asked, string given) => Assert.Equal(given, Choose(asked).Value().Text);

    [Theory]
    [InlineData("orders.read profile", nameof(Reason.UserScopeRefused))]
    [InlineData("orders.delete", nameof(Reason.ScopeNotAllowed))]
    [InlineData("orders\"", nameof(Reason.ScopeMalformed))]
    public void And_nothing_else(string asked, string reason) => Assert.Equal(reason, Choose(asked).Reason()?.Name);
}
