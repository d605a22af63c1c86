using System.Text;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Connections;

public sealed class ProviderAnswersTests
{
    static Result<ProviderTokens> Tokens(string body, bool wantsIdToken = true) => ProviderAnswers.ReadTokens(Encoding.UTF8.GetBytes(body), wantsIdToken);

    [Fact]
    public void A_token_answer_is_read_without_what_nobody_asked_for()
    {
        var all = Tokens("""{"access_token":"a","token_type":"bearer","id_token":"i","refresh_token":"r","expires_in":300,"more":1}""").Value();
        Assert.Equal(new("a", "i", "r", 300), all);
        Assert.Equal("tokens of a provider", all.ToString());
        Assert.Equal(new("a", null, null, null), Tokens("""{"access_token":"a","id_token":"i","expires_in":"300"}""", false).Value());
    }

    [Theory]
    [InlineData("")]
    [InlineData("access_token=a")]
    [InlineData("[]")]
    [InlineData("""{"access_token":"a","access_token":"b","id_token":"i"}""")]
    [InlineData("""{"access_token":"","id_token":"i"}""")]
    [InlineData("""{"access_token":1,"id_token":"i"}""")]
    [InlineData("""{"access_token":"a\r\nX-Evil: 1","id_token":"i"}""")]
    [InlineData("""{"access_token":"ä","id_token":"i"}""")]
    [InlineData("""{"access_token":"a"}""")]
    [InlineData("""{"access_token":"a","id_token":"i","token_type":"mac"}""")]
    public void What_is_none_is_refused(string body) => Assert.Equal(Reason.UpstreamTokenAnswerUnusable, Tokens(body).Reason());

    [Fact]
    public void An_error_is_one_whatever_the_status_and_only_registered_codes_are_repeated()
    {
        Assert.Equal(Reason.UpstreamTokenRequestRefused, Tokens("""{"error":"bad_verification_code","access_token":"a"}""").Reason());
        Assert.Equal("invalid_client", ProviderAnswers.ErrorOf("""{"error":"invalid_client"}"""u8));
        Assert.Equal("an unregistered code", ProviderAnswers.ErrorOf("""{"error":"call 0900"}"""u8));
        Assert.Equal("no code", ProviderAnswers.ErrorOf("<html>"u8));
        Assert.Equal("an unregistered code", ProviderAnswers.Registered("INVALID_CLIENT"));
    }

    [Fact]
    public void User_info_is_an_object()
    {
        Assert.Equal(1, ProviderAnswers.ReadUserInfo("""{"id":1}"""u8)!.Value.GetProperty("id").GetInt32());
        Assert.Null(ProviderAnswers.ReadUserInfo("[]"u8));
        Assert.Null(ProviderAnswers.ReadUserInfo("eyJ.e30.x"u8));
    }
}
