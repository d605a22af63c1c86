using System.Buffers;
using IdentityServer.Domain.Primitives;
using Xunit;

namespace IdentityServer.Domain.Tests.Primitives;

public sealed class PooledBufferTests
{
    [Fact]
    public void It_grows_and_keeps_what_was_written()
    {
        using var buffer = new PooledBuffer(1);
        byte[] expected = [.. Enumerable.Range(0, 100_000).Select(number => (byte)number)];
        for (var at = 0; at < expected.Length; at += 1000) buffer.Write(expected.AsSpan(at, 1000));
        Assert.Equal(expected.Length, buffer.Length);
        Assert.True(buffer.Written.SequenceEqual(expected));
        Assert.True(buffer.WrittenMemory.Span.SequenceEqual(expected));
    }

    [Fact]
    public void It_serves_as_a_buffer_writer()
    {
        using var buffer = new PooledBuffer();
        BuffersExtensions.Write(buffer, "one "u8);
        "two"u8.CopyTo(buffer.GetMemory(3).Span);
        buffer.Advance(3);
        Assert.True(buffer.Written.SequenceEqual("one two"u8));
        Assert.False(buffer.GetSpan().IsEmpty);
    }

    [Fact]
    public void Advancing_past_the_end_or_backwards_is_a_bug_that_is_told()
    {
        using var buffer = new PooledBuffer(16);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(1_000_000));
    }

    [Fact]
    public void Clearing_forgets_and_disposing_twice_does_no_harm()
    {
        var buffer = new PooledBuffer();
        buffer.Write("secret"u8);
        buffer.Clear();
        Assert.Equal(0, buffer.Length);
        buffer.Dispose();
        buffer.Dispose();
        Assert.True(buffer.Written.IsEmpty);
    }
}
