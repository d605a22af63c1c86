using System.Text;
using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class StrictJsonTests
{
    static bool Parses(string json, out bool duplicate) => StrictJson.TryParseObject(Encoding.UTF8.GetBytes(json), out _, out duplicate);

    [Theory]
    [InlineData("{}")]
    [InlineData(" {\"a\":1} \n")]
    [InlineData("""{"a":"\ud83d\ude00 \\u \" \/ \u00e9"}""")]
    [InlineData("""{"a":"\\ud800"}""")]
    public void An_object_is_read(string json) => Assert.True(Parses(json, out _));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{} {}")]
    [InlineData("{,}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{/* */}")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("\ufeff{}")]
    [InlineData("\u00a0{}")]
    public void What_is_no_object_is_refused(string json)
    {
        Assert.False(Parses(json, out var duplicate));
        Assert.False(duplicate);
    }

    [Theory]
    [InlineData("""{"a":1,"a":1}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("""{"o":{"b":1,"b":2}}""")]
    [InlineData("""{"o":[{"b":1,"b":2}]}""")]
    public void A_member_that_appears_twice_is_told_as_such(string json)
    {
        Assert.False(Parses(json, out var duplicate));
        Assert.True(duplicate);
    }

    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":"\udc00"}""")]
    [InlineData("""{"a":"\ud800\ud800"}""")]
    [InlineData("""{"a":"\ud800\n"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"a":"\u12"}""")]
    [InlineData("""{"a":"\u+123"}""")]
    public void Half_a_surrogate_pair_is_refused(string json) => Assert.False(Parses(json, out _));

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused()
    {
        foreach (var bad in (byte[][])[[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82]])
            Assert.False(StrictJson.TryParseObject([.. "{\"a\":\""u8, .. bad, .. "\"}"u8], out _, out _));
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(16, false)]
    [InlineData(4000, false)]
    public void Sixteen_levels_are_enough(int arrays, bool accepted) =>
        Assert.Equal(accepted, Parses("{\"a\":" + new string('[', arrays) + new string(']', arrays) + "}", out _));
}
