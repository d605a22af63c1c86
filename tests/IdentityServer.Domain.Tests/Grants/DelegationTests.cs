using System.Text.Json;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Grants;

/// <summary>RFC 8693 §4.1, §4.4.</summary>
public sealed class DelegationTests
{
    static ForeignSubject Token(string sub, string issuer = "https://a.example", string more = "") =>
        new(sub, "ti-1", World.Start, JsonElement.Parse($$"""{"sub":"{{sub}}","iss":"{{issuer}}"{{(more == "" ? "" : "," + more)}}}"""));

    [Theory]
    [InlineData("""{"sub":"robot"}""", true)]
    [InlineData("""{"sub":"robot","iss":"https://a.example"}""", true)]
    [InlineData("""{"sub":"robot","iss":"https://b.example"}""", false)]
    [InlineData("""{"sub":"robot","iss":["https://a.example"]}""", false)]
    [InlineData("""{"sub":"other"}""", false)]
    [InlineData("""{"sub":["robot"]}""", false)]
    [InlineData("""{"iss":"https://a.example"}""", false)]
    [InlineData("""{}""", false)]
    [InlineData("\"robot\"", false)]
    [InlineData("null", false)]
    public void May_act_is_obeyed_and_what_cannot_be_read_allows_nobody(string mayAct, bool allowed) =>
        Assert.Equal(allowed ? null : Reason.ActorNotAllowed, Delegation.Judge(Token("u-1", more: "\"may_act\":" + mayAct), Token("robot"), out _));

    [Fact]
    public void Who_is_named_without_an_issuer_is_one_of_the_issuer_that_names() =>
        Assert.Equal(Reason.ActorNotAllowed, Delegation.Judge(Token("u-1", more: "\"may_act\":{\"sub\":\"robot\"}"), Token("robot", "https://b.example"), out _));

    [Fact]
    public void Actors_are_nested_the_current_one_outside()
    {
        Assert.Null(Delegation.Judge(Token("u-1"), null, out var act));
        Assert.Null(act);
        Assert.Null(Delegation.Judge(Token("u-1"), Token("b", more: "\"act\":{\"sub\":\"a\"}"), out act));
        Assert.Equal("""{"sub":"b","iss":"https://a.example","act":{"sub":"a"}}""", act!.Value.GetRawText());
        Assert.Null(Delegation.Judge(Token("u-1"), Token("b", more: "\"act\":\"a\""), out act));
        Assert.Equal("""{"sub":"b","iss":"https://a.example"}""", act!.Value.GetRawText());
        // What the subject token says of an actor is not lost on the way.
        Assert.Null(Delegation.Judge(Token("u-1", more: "\"act\":{\"sub\":\"a\"}"), null, out act));
        Assert.Equal("""{"sub":"a"}""", act!.Value.GetRawText());
        Assert.Null(Delegation.Judge(Token("u-1", more: "\"act\":{\"sub\":\"a\"}"), Token("b"), out act));
        Assert.Equal("a", act!.Value.GetProperty("act").GetProperty("sub").GetString());
    }

    [Fact]
    public void A_chain_that_is_too_deep_or_too_long_is_refused_and_not_cut()
    {
        Assert.Null(Delegation.Judge(Token("u-1"), Token("d", more: "\"act\":{\"sub\":\"c\",\"act\":{\"sub\":\"b\",\"act\":{\"sub\":\"a\"}}}"), out _));
        Assert.Equal(Reason.ActorUnfit, Delegation.Judge(Token("u-1"), Token("e", more: "\"act\":{\"sub\":\"d\",\"act\":{\"sub\":\"c\",\"act\":{\"sub\":\"b\",\"act\":{\"sub\":\"a\"}}}}"), out _));
        Assert.Equal(Reason.ActorUnfit, Delegation.Judge(Token("u-1", more: $"\"act\":{{\"sub\":\"{new string('x', 2100)}\"}}"), null, out _));
    }

    [Fact]
    public void An_actor_without_a_name_is_none()
    {
        var nameless = new ForeignSubject("x", "ti-1", World.Start, JsonElement.Parse("""{"iss":"https://a.example"}"""));
        Assert.Equal(Reason.ActorUnfit, Delegation.Judge(Token("u-1"), nameless, out _));
    }
}
