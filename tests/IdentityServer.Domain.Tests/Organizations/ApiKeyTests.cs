using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Organizations;

public sealed class ApiKeyTests
{
    internal static ApiKey Of(BearerSecret secret, DateTimeOffset? expiresAt = null) => new()
    {
        Id = "id",
        OrganizationId = "org",
        Name = "ci",
        Digest = secret.Digest,
        Prefix = secret.Start,
        Role = MemberRole.Admin,
        CreatedAt = World.Start,
        ExpiresAt = expiresAt,
    };

    [Fact]
    public void It_lives_until_it_expires_or_is_revoked()
    {
        var key = Of(BearerSecret.New(BearerSecret.ApiKey), World.Start.AddDays(1));
        Assert.True(key.IsLive(World.Start));
        Assert.False(key.IsLive(World.Start.AddDays(1)));
        key.RevokedAt = World.Start;
        Assert.False(key.IsLive(World.Start));
        Assert.True(Of(BearerSecret.New(BearerSecret.ApiKey)).IsLive(DateTimeOffset.MaxValue));
    }
}
