using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Organizations;

public sealed class MemberSessionTests
{
    internal static MemberSession Of(BearerSecret secret, DateTimeOffset? revokedAt = null) => new()
    {
        Id = "0197f5b0-0000-7000-8000-000000000001",
        OrganizationId = "acme",
        MemberId = "m",
        Digest = secret.Digest,
        CreatedAt = World.Start,
        ExpiresAt = World.Start + MemberSession.Lifetime,
        RevokedAt = revokedAt,
    };

    [Fact]
    public void A_session_lives_until_it_is_over_or_revoked()
    {
        var secret = BearerSecret.New(BearerSecret.Session);
        Assert.True(Of(secret).IsLive(World.Start));
        Assert.True(Of(secret).IsLive(World.Start + MemberSession.Lifetime - TimeSpan.FromTicks(1)));
        Assert.False(Of(secret).IsLive(World.Start + MemberSession.Lifetime));
        Assert.False(Of(secret, World.Start).IsLive(World.Start));
    }
}
