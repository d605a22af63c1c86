using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using Xunit;

namespace IdentityServer.Domain.Tests.Authorize;

/// <summary>S004.</summary>
public sealed class AuthorizeAnswerTests
{
    static readonly Pool Pool = new(PoolId.Default, "https://id.example");

    [Fact]
    public void A_code_comes_with_the_state_as_it_was_and_our_name()
    {
        var code = Handle.New();
        var state = "+ %&\"<ü" + new string('x', 2000);
        var answer = AuthorizeAnswer.Success(Pool, new("https://app.example/cb", ResponseMode.Query, state), code);
        Assert.Equal([new("code", code.Reveal()), new("state", state), new("iss", "https://id.example")], answer.Parameters);
    }

    [Fact]
    public void An_error_carries_the_public_face_alone_and_no_state_where_none_came()
    {
        var answer = AuthorizeAnswer.Refused(Pool, new("https://app.example/cb", ResponseMode.Query, null), new(Reason.ConsentDenied, "private detail"));
        Assert.Equal([new("error", "access_denied"), new("error_description", Reason.ConsentDenied.Sentence), new("iss", "https://id.example")], answer.Parameters);
    }
}
