using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Connections;

public sealed class UpstreamSubjectTests
{
    static Result<string> Of(string expression, string claims) => UpstreamSubject.Of(Providers.Connection(subject: expression), Providers.Json(claims));

    [Theory]
    [InlineData("{sub}", """{"sub":"248"}""", "248")]
    [InlineData("{id}", """{"id":583231}""", "583231")]
    [InlineData("{tid}|{oid}", """{"tid":"t","oid":"o"}""", "t|o")]
    public void It_is_made_of_the_providers_claims(string expression, string claims, string expected) => Assert.Equal(expected, Of(expression, claims).Value());

    [Theory]
    [InlineData("{sub}", "{}")]
    [InlineData("{sub}", """{"sub":""}""")]
    [InlineData("{sub}", """{"sub":["a"]}""")]
    [InlineData("{sub}", """{"sub":"a\u0000"}""")]
    [InlineData("{sub", """{"sub":"a"}""")]
    public void What_makes_none_lets_nobody_in(string expression, string claims) => Assert.Equal(Reason.UpstreamSubjectUnusable, Of(expression, claims).Reason());

    [Fact]
    public void One_that_is_too_long_is_none() => Assert.Equal(Reason.UpstreamSubjectUnusable, Of("{sub}", $$"""{"sub":"{{new string('a', 256)}}"}""").Reason());

    [Fact]
    public void A_logout_token_has_it_only_where_it_is_the_sub()
    {
        Assert.Equal("u", UpstreamSubject.OfLogout(Providers.Connection(), "u"));
        Assert.Null(UpstreamSubject.OfLogout(Providers.Connection(subject: "x{sub}"), "u"));
    }
}
