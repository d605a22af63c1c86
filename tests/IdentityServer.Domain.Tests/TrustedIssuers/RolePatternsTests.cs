using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.TrustedIssuers;
using Xunit;

namespace IdentityServer.Domain.Tests.TrustedIssuers;

public sealed class RolePatternsTests
{
    static readonly RolePatterns Roles = RolePatterns.Of(new Dictionary<string, MemberRole>
    {
        ["repo:*"] = MemberRole.ReadOnly,
        ["repo:acme/*"] = MemberRole.Admin,
        ["repo:acme/site:*"] = MemberRole.Member,
        ["repo:acme/site:main"] = MemberRole.ReadOnly,
        ["bob"] = MemberRole.Admin,
    });

    [Theory]
    [InlineData("repo:x", MemberRole.ReadOnly)]
    [InlineData("repo:", MemberRole.ReadOnly)]
    [InlineData("repo:acme/other", MemberRole.Admin)]
    [InlineData("repo:acme/site:dev", MemberRole.Member)]
    [InlineData("repo:acme/site:main", MemberRole.ReadOnly)]
    [InlineData("bob", MemberRole.Admin)]
    [InlineData("bobby", null)]
    [InlineData("Bob", null)]
    [InlineData("REPO:x", null)]
    [InlineData("repo", null)]
    public void A_whole_id_goes_before_the_longest_pattern(string id, MemberRole? role) => Assert.Equal(role, Roles.RoleOf(id));

    // Should one get into the database all the same, it is nobody's role.
    [Fact]
    public void A_star_alone_is_nobodys_role() => Assert.Null(RolePatterns.Of(new Dictionary<string, MemberRole> { ["*"] = MemberRole.Admin }).RoleOf("anybody"));

    [Theory]
    [InlineData("bob", null)]
    [InlineData("repo:*", null)]
    [InlineData("*", "must have something before the *")]
    [InlineData("a*b", "must not have a * but at its very end")]
    [InlineData("**", "must not have a * but at its very end")]
    [InlineData("*a*", "must not have a * but at its very end")]
    [InlineData("", "must be a user id")]
    [InlineData("two words", "must be a user id")]
    [InlineData("é", "must be a user id")]
    public void A_pattern_has_one_star_at_its_end(string id, string? problem)
    {
        Assert.Equal(problem is null, RolePatterns.Problem(id) is null);
        Assert.StartsWith(problem ?? "", RolePatterns.Problem(id) ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_no_longer_than_an_id_may_be()
    {
        Assert.Null(RolePatterns.Problem(new string('x', 255)));
        Assert.NotNull(RolePatterns.Problem(new string('x', 256)));
        Assert.True(RolePatterns.IsPattern("a*"));
        Assert.False(RolePatterns.IsPattern("a"));
    }
}
