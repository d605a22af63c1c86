using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Authorize;

/// <summary>S003: code is all there is in front; the answer's way is one of three.</summary>
public sealed class ResponseTypeTests(SharedApp shared) : AppTests(shared)
{
    [Theory]
    [InlineData(null, "invalid_request")]
    [InlineData("", "invalid_request")]
    [InlineData("token", "unsupported_response_type")]
    [InlineData("id_token", "unsupported_response_type")]
    [InlineData("id_token token", "unsupported_response_type")]
    [InlineData("code token", "unsupported_response_type")]
    [InlineData("code id_token", "unsupported_response_type")]
    [InlineData("code id_token token", "unsupported_response_type")]
    [InlineData("code code", "unsupported_response_type")]
    [InlineData(" code", "unsupported_response_type")]
    [InlineData("none", "unsupported_response_type")]
    [InlineData("Code", "unsupported_response_type")]
    [InlineData("garbage", "unsupported_response_type")]
    public async Task Every_response_type_but_code_is_refused_in_the_query(string? type, string error)
    {
        using var browser = await SignedInAsync();
        foreach (var mode in new[] { null, "query" })
        {
            var back = await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("response_type", type), ("response_mode", mode)), Ct);
            Expect.Error(back, error);
            Assert.Equal("", back.Uri.Fragment);
        }
    }

    [Theory]
    [InlineData("form_post.jwt")]
    [InlineData("query.jwt")]
    [InlineData("fragment.jwt")]
    [InlineData("jwt")]
    [InlineData("web_message")]
    [InlineData("FORM_POST")]
    [InlineData("query ")]
    [InlineData("unknown")]
    public async Task A_response_mode_that_is_not_there_is_refused_in_the_query(string mode)
    {
        using var browser = await SignedInAsync();
        var back = await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("response_mode", mode)), Ct);
        Expect.Error(back, "invalid_request");
        Assert.Equal("", back.Uri.Fragment);
    }

    [Fact]
    public async Task An_unknown_response_mode_does_not_open_a_way_to_an_unregistered_uri()
    {
        using var browser = await SignedInAsync();
        Expect.Page(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("response_mode", "form_post.jwt"), ("redirect_uri", TestClients.EvilCallback)), Ct));
    }

    [Theory]
    [InlineData("fragment")]
    [InlineData("form_post")]
    public async Task Code_and_error_travel_by_the_mode_asked_for(string mode)
    {
        using var browser = await SignedInAsync();
        foreach (var (type, fails) in new[] { ("code", false), ("token", true) })
        {
            var back = await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("response_type", type), ("response_mode", mode)), Ct);
            if (mode == "form_post") back = await browser.SubmitAsync(back, "form", Nothing, null, Ct);
            Assert.Equal("", back.Uri.Query);
            if (fails) Expect.Error(back, "unsupported_response_type");
            else Expect.Code(back);
        }
    }
}
