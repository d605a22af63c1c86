using IdentityServer.Domain.Primitives;
using Xunit;

namespace IdentityServer.Domain.Tests.Primitives;

public sealed class HandleTests
{
    [Fact]
    public void A_new_handle_reads_back_and_no_two_are_alike()
    {
        HashSet<string> seen = [];
        for (var i = 0; i < 1000; i++)
        {
            var text = Handle.New().Reveal();
            Assert.Equal(Handle.Length, text.Length);
            Assert.True(seen.Add(text));
            Assert.True(Handle.TryParse(text, out var handle));
            Assert.Equal(text, handle.Reveal());
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\0")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAÄ")]
    public void Anything_of_another_shape_is_refused(string? text)
    {
        Assert.False(Handle.TryParse(text, out var handle));
        Assert.Equal("", handle.ToString());
    }

    [Fact]
    public void It_does_not_show_itself_in_a_log_line()
    {
        var handle = Handle.New();
        Assert.Equal(8, $"{handle}".Length);
        Assert.DoesNotContain($"{handle}", handle.Reveal(), StringComparison.Ordinal);
        Assert.Equal(handle.Digest.ToString(), handle.ToString());
    }
}
