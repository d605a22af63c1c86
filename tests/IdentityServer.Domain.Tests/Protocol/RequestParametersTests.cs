using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Protocol;

public sealed class RequestParametersTests
{
    [Fact]
    public void A_parameter_without_a_value_counts_as_absent()
    {
        var form = World.Form(("code", ""), ("code", "x"), ("state", ""));
        Assert.Equal("x", form["code"]);
        Assert.Null(form["state"]);
        Assert.Null(form.Repeated);
        Assert.False(form.IsRepeated("code"));
        Assert.Single(form.Pairs);
    }

    [Theory]
    [InlineData("same", "same")]
    [InlineData("one", "two")]
    public void A_parameter_that_comes_twice_is_kept_in_mind(string first, string second)
    {
        var form = World.Form(("a", "1"), ("code", first), ("b", "2"), ("code", second), ("b", "3"));
        Assert.Equal("code", form.Repeated);
        Assert.True(form.IsRepeated("code"));
        Assert.True(form.IsRepeated("b"));
        Assert.False(form.IsRepeated("a"));
        Assert.Equal(first, form["code"]);
    }

    [Fact]
    public void One_parameter_is_taken_out_unless_it_comes_twice()
    {
        var form = World.Form(("a", "1"), ("token", "t"), ("b", "2"));
        Assert.Equal(["a", "b"], form.Without("token", out var token).Pairs.Select(pair => pair.Key));
        Assert.Equal("t", token);
        Assert.Same(form, form.Without("c", out token));
        Assert.Null(token);
        var twice = World.Form(("token", "t"), ("token", "u"));
        Assert.Same(twice, twice.Without("token", out token));
        Assert.Null(token);
    }

    // RFC 8693 §2.1.
    [Fact]
    public void Audience_may_be_repeated() => Assert.Null(World.Form(("audience", "a"), ("audience", "b")).Repeated);

    // RFC 8707 §2.
    [Fact]
    public void Resource_may_be_repeated()
    {
        var form = World.Form(("resource", "a"), ("resource", "b"), ("resource", ""));
        Assert.Null(form.Repeated);
        Assert.Equal(["a", "b"], form.All("resource"));
        Assert.Empty(form.All("scope"));
    }

    [Fact]
    public void Names_are_compared_byte_for_byte()
    {
        var form = World.Form(("code", "1"), ("Code", "2"), ("code ", "3"));
        Assert.Null(form.Repeated);
        Assert.Equal("2", form["Code"]);
    }

    [Fact]
    public void A_stored_request_reads_back_as_it_was()
    {
        var form = World.Form(("b", "2"), ("a", "1"), ("a", "1"));
        var again = new RequestParameters(form.Pairs);
        Assert.Equal(form.Pairs, again.Pairs);
        Assert.Equal("a", again.Repeated);
    }
}
