using System.Text.Json;
using IdentityServer.Domain.TrustedIssuers;
using Xunit;

namespace IdentityServer.Domain.Tests.TrustedIssuers;

public sealed class TrustedVerdictTests
{
    static readonly TrustedToken Token = new(TrustWorld.CiIssuer, "u-1", null, default, JsonElement.Parse("""{"sub":"hush"}"""), null);

    [Fact]
    public void Who_has_both_or_neither_believes_nothing()
    {
        Assert.True(new TrustedVerdict(Token, null).Try(out var token, out var flaw));
        Assert.Equal((Token, null), (token, flaw));
        Assert.False(new TrustedVerdict(Token, TrustedFlaw.Expired).Try(out token, out flaw));
        Assert.Equal((null, TrustedFlaw.Expired), (token, flaw));
        Assert.False(default(TrustedVerdict).Try(out token, out flaw));
        Assert.NotNull(flaw);
        Assert.Equal(TrustedFlaw.Expired, TrustedVerdict.FromTrustedFlaw(TrustedFlaw.Expired).Flaw);
    }

    [Fact]
    public void A_token_is_logged_without_its_claims() => Assert.Equal("u-1 of ti-1", Token.ToString());
}
