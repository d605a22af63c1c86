using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class StrictBase64UrlTests
{
    // RFC 4648 §10, without the padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "Zg")]
    [InlineData("fo", "Zm8")]
    [InlineData("foo", "Zm9v")]
    [InlineData("foob", "Zm9vYg")]
    [InlineData("fooba", "Zm9vYmE")]
    [InlineData("foobar", "Zm9vYmFy")]
    public void The_vectors_of_RFC_4648_hold_both_ways(string plain, string encoded)
    {
        Assert.Equal(encoded, StrictBase64Url.Encode(Encoding.ASCII.GetBytes(plain)));
        Assert.Equal(plain, Encoding.ASCII.GetString(Tokens.Bytes(encoded)));
    }

    [Theory]
    [InlineData("Zg==")]
    [InlineData("Zm8=")]
    [InlineData("Zm9v Yg")]
    [InlineData(" Zm9v")]
    [InlineData("Zm9v\n")]
    [InlineData("Zm\t9v")]
    [InlineData("Zm9vY")]
    [InlineData("A")]
    [InlineData("Zm+v")]
    [InlineData("Zm/v")]
    [InlineData("Zm9\u00e9")]
    [InlineData("Zm\uff119v")]
    [InlineData("Zm9v\0")]
    public void What_is_not_base64url_is_refused(string text)
    {
        Assert.False(StrictBase64Url.TryDecode(text, new byte[64], out var written));
        Assert.Equal(0, written);
        Assert.False(StrictBase64Url.TryDecode(Encoding.UTF8.GetBytes(text), new byte[64], out written));
        Assert.Equal(0, written);
    }

    [Theory]
    [InlineData("Zh")]
    [InlineData("Z_")]
    [InlineData("Zm9")]
    [InlineData("Zm-")]
    public void A_second_spelling_of_the_same_bytes_is_refused(string text) =>
        Assert.False(StrictBase64Url.TryDecode(text, new byte[64], out _));

    [Fact]
    public void A_destination_too_short_is_refused() => Assert.False(StrictBase64Url.TryDecode("Zm9v", new byte[2], out _));

    [Fact]
    public void Every_short_text_that_decodes_encodes_back_to_itself()
    {
        Span<char> text = stackalloc char[3];
        Span<byte> bytes = stackalloc byte[3];
        var accepted = 0;
        for (var a = '!'; a < 128; a++)
            for (var b = '!'; b < 128; b++)
            {
                (text[0], text[1], text[2]) = ('A', a, b);
                if (!StrictBase64Url.TryDecode(text, bytes, out var written)) continue;
                accepted++;
                Assert.Equal(text.ToString(), StrictBase64Url.Encode(bytes[..written]));
            }
        Assert.Equal(64 * 16, accepted);
    }

    [Fact]
    public void Any_bytes_come_back() => Prop.ForAll<byte[]>(bytes =>
    {
        var text = StrictBase64Url.Encode(bytes);
        var decoded = new byte[StrictBase64Url.DecodedLength(text.Length)];
        return StrictBase64Url.TryDecode(text, decoded, out var written) && written == bytes.Length && decoded.AsSpan().SequenceEqual(bytes);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_that_decodes_is_the_one_spelling() => Prop.ForAll<string>(text =>
    {
        if (text is null) return true;
        var decoded = new byte[text.Length];
        return !StrictBase64Url.TryDecode(text, decoded, out var written) || StrictBase64Url.Encode(decoded.AsSpan(0, written)) == text;
    }).QuickCheckThrowOnFailure();
}
