using IdentityServer.Domain.Protocol;
using Xunit;

namespace IdentityServer.Domain.Tests.Protocol;

public sealed class RefusalTests
{
    [Fact]
    public void The_public_face_comes_from_the_reason_alone()
    {
        Refusal refusal = Reason.CodeSpent;
        Assert.Equal(refusal, Refusal.FromReason(Reason.CodeSpent));
        Assert.Equal(OAuthCode.InvalidGrant, new Refusal(Reason.CodeSpent, "private").Code);
        Assert.Null(refusal.Detail);
    }
}
