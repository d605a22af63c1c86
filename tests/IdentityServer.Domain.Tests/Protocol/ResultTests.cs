using IdentityServer.Domain.Protocol;
using Xunit;

namespace IdentityServer.Domain.Tests.Protocol;

public sealed class ResultTests
{
    [Fact]
    public void A_result_is_a_value_or_a_refusal()
    {
        Result<string> value = "it";
        Assert.True(value.Try(out var text, out _));
        Assert.Equal("it", text);

        Result<string> refused = Reason.CodeMissing;
        Assert.False(refused.Try(out text, out var no));
        Assert.Null(text);
        Assert.Equal(Reason.CodeMissing, no.Reason);

        Result<string> detailed = new Refusal(Reason.CodeMissing, "why");
        Assert.False(detailed.Try(out _, out no));
        Assert.Equal("why", no.Detail);
    }

    [Fact]
    public void A_result_nobody_made_is_no_value() => Assert.False(default(Result<int>).Try(out _, out _));
}
