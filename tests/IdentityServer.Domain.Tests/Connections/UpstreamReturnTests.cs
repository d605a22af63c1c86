using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Connections;

/// <summary>S101, S102: RFC 9207 §2.4.</summary>
public sealed class UpstreamReturnTests
{
    [Fact]
    public void Who_answers_is_who_was_asked()
    {
        const string issuer = Providers.Issuer;
        Assert.Null(UpstreamReturn.IssuerProblem(issuer, issuer, true));
        Assert.Null(UpstreamReturn.IssuerProblem(issuer, issuer, false));
        Assert.Null(UpstreamReturn.IssuerProblem(null, issuer, false));
        Assert.Equal(Reason.UpstreamIssuerMissing, UpstreamReturn.IssuerProblem(null, issuer, true));
        foreach (var other in (string[])[issuer + "/", issuer.ToUpperInvariant(), "https://evil.example"])
        {
            Assert.Equal(Reason.UpstreamIssuerWrong, UpstreamReturn.IssuerProblem(other, issuer, true));
            Assert.Equal(Reason.UpstreamIssuerWrong, UpstreamReturn.IssuerProblem(other, issuer, false));
        }
    }

    [Fact]
    public void What_counts_stands_there_once_and_the_rest_is_left_behind()
    {
        Assert.Null(UpstreamReturn.Repeated(World.Form(("code", "c"), ("x", "1"), ("x", "2"))));
        foreach (var name in (string[])["code", "state", "iss", "error"])
            Assert.Equal(name, UpstreamReturn.Repeated(World.Form((name, "1"), (name, "1")))?.Detail);
        Assert.Equal(["code", "state", "iss"], UpstreamReturn.Wanted(World.Form(("user", "{}"), ("code", "c"), ("state", "s"), ("iss", "i"), ("id_token", "t"), ("error_description", "d"))).Select(pair => pair.Key));
    }

    [Fact]
    public void An_error_goes_before_a_code()
    {
        Assert.Equal("c", UpstreamReturn.Code(World.Form(("code", "c"))).Value());
        Assert.Equal(Reason.UpstreamAnswerEmpty, UpstreamReturn.Code(World.Form(("state", "s"))).Reason());
        Assert.Equal(Reason.UpstreamAnswerEmpty, UpstreamReturn.Code(World.Form(("code", new string('c', UpstreamReturn.LongestCode + 1)))).Reason());
        Assert.Equal(Reason.UpstreamDenied, UpstreamReturn.Code(World.Form(("code", "c"), ("error", "access_denied"))).Reason());
        Assert.Equal(Reason.UpstreamUnavailable, UpstreamReturn.Code(World.Form(("error", "server_error"))).Reason());
        Assert.False(UpstreamReturn.Code(World.Form(("error", "call 0900"))).Try(out _, out var no));
        Assert.Equal((Reason.UpstreamErrored, "an unregistered code"), (no.Reason, no.Detail));
    }
}
