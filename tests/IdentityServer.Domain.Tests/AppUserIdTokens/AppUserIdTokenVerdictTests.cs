using System.Text.Json;
using IdentityServer.Domain.AppUserIdTokens;
using Xunit;

namespace IdentityServer.Domain.Tests.AppUserIdTokens;

public sealed class AppUserIdTokenVerdictTests
{
    static readonly BelievedToken Token = new("u", new("p"), null, TokenWorld.Start, JsonElement.Parse("{}"));

    [Fact]
    public void It_is_the_token_or_the_flaw()
    {
        Assert.True(new AppUserIdTokenVerdict(Token, null).Try(out var token, out var flaw));
        Assert.Equal((Token, null), (token, flaw));
        Assert.False(AppUserIdTokenVerdict.FromTokenFlaw(TokenFlaw.Expired).Try(out token, out flaw));
        Assert.Equal((null, TokenFlaw.Expired), (token, flaw));
    }

    [Fact]
    public void Whoever_has_both_or_neither_believes_nothing()
    {
        Assert.False(new AppUserIdTokenVerdict(Token, TokenFlaw.Expired).Try(out var token, out var flaw));
        Assert.Equal((null, TokenFlaw.Expired), (token, flaw));
        Assert.False(default(AppUserIdTokenVerdict).Try(out token, out flaw));
        Assert.Null(token);
        Assert.NotNull(flaw);
    }
}
