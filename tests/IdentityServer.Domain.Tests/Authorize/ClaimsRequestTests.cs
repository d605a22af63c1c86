using IdentityServer.Domain.Authorize;
using Xunit;

namespace IdentityServer.Domain.Tests.Authorize;

/// <summary>S008 and OIDC Core §5.5.</summary>
public sealed class ClaimsRequestTests
{
    static ClaimsRequest Read(string? text)
    {
        Assert.True(ClaimsRequest.TryParse(text, out var claims));
        return claims;
    }

    [Fact]
    public void Names_are_read_from_both_places()
    {
        var claims = Read("""{"userinfo":{"name":null,"email":{"essential":true}},"id_token":{"auth_time":{"essential":true},"name":{"value":"x"}},"other":[1]}""");
        Assert.Equal(["name", "email"], claims.UserInfo);
        Assert.Equal(["auth_time", "name"], claims.IdToken);
        Assert.Null(claims.EssentialAcr);
        Assert.Null(claims.Subject);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"userinfo":null,"id_token":null}""")]
    [InlineData("""{"userinfo":{}}""")]
    public void Nothing_may_be_asked(string? text)
    {
        var claims = Read(text);
        Assert.Empty(claims.UserInfo);
        Assert.Empty(claims.IdToken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("\"userinfo\"")]
    [InlineData("{} {}")]
    [InlineData("""{"userinfo":[]}""")]
    [InlineData("""{"userinfo":"name"}""")]
    [InlineData("""{"userinfo":{"name":true}}""")]
    [InlineData("""{"userinfo":{"name":"x"}}""")]
    [InlineData("""{"userinfo":{"name":null,"name":null}}""")]
    [InlineData("""{"userinfo":{},"userinfo":{"email":null}}""")]
    [InlineData("""{"userinfo":{"na\u006de":null,"name":null}}""")]
    [InlineData("""{"userinfo":{"\ud800":null}}""")]
    [InlineData("""{"id_token":{"acr":{"essential":true,"value":"\udc00"}}}""")]
    [InlineData("""{"id_token":{"sub":{"value":"\ud800x"}}}""")]
    [InlineData("""{"id_token":{"acr":{"values":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}}}""")]
    public void Another_form_is_refused_without_an_exception(string text) => Assert.False(ClaimsRequest.TryParse(text, out _));

    [Fact]
    public void Too_much_is_refused()
    {
        Assert.False(ClaimsRequest.TryParse("{\"userinfo\":{\"" + new string('x', 4096) + "\":null}}", out _));
        string Asking(int count) => "{\"userinfo\":{" + string.Join(',', Enumerable.Range(0, count).Select(number => $"\"c{number}\":null")) + "}}";
        Assert.Equal(50, Read(Asking(50)).UserInfo.Count);
        Assert.False(ClaimsRequest.TryParse(Asking(51), out _));
    }

    [Theory]
    [InlineData("""{"essential":true,"value":"a"}""", "a")]
    [InlineData("""{"essential":true,"values":["a","b",3]}""", "a b")]
    [InlineData("""{"essential":true,"value":"a","values":["b"]}""", "a b")]
    [InlineData("""{"essential":true}""", null)]
    [InlineData("""{"essential":"true","value":"a"}""", null)]
    [InlineData("""{"essential":false,"value":"a"}""", null)]
    [InlineData("""{"value":"a"}""", null)]
    [InlineData("null", null)]
    public void An_acr_counts_only_where_it_is_essential(string acr, string? expected)
    {
        var claims = Read("{\"id_token\":{\"acr\":" + acr + "}}");
        Assert.Equal(expected, claims.EssentialAcr is { } values ? string.Join(' ', values) : null);
    }

    [Theory]
    [InlineData("""{"id_token":{"sub":{"value":"alice"}}}""", "alice")]
    [InlineData("""{"id_token":{"sub":{"value":7}}}""", null)]
    [InlineData("""{"id_token":{"sub":null}}""", null)]
    [InlineData("""{"userinfo":{"sub":{"value":"alice"}}}""", null)]
    public void A_sub_with_a_value_names_the_user(string text, string? expected) => Assert.Equal(expected, Read(text).Subject);
}
