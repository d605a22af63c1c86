using System.Security.Cryptography;
using IdentityServer.Domain.Keys;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class MasterKeyTests
{
    static readonly byte[] Key = [.. Enumerable.Repeat((byte)7, MasterKey.Size)];

    [Fact]
    public void What_it_seals_it_opens_in_the_same_place()
    {
        using var key = new MasterKey(Key);
        foreach (var plaintext in (byte[][])[[], [1], RandomNumberGenerator.GetBytes(2000)])
        {
            Assert.True(key.TryOpen(key.Seal(plaintext, "here"), "here", out var opened));
            Assert.Equal(plaintext, opened);
        }
    }

    [Fact]
    public void Another_key_and_another_place_open_nothing()
    {
        using var key = new MasterKey(Key);
        using var other = new MasterKey([.. Enumerable.Repeat((byte)8, MasterKey.Size)]);
        var sealedValue = key.Seal("secret"u8, "here");
        Assert.False(other.TryOpen(sealedValue, "here", out var opened));
        Assert.Empty(opened);
        Assert.False(key.TryOpen(sealedValue, "there", out _));
        Assert.False(key.TryOpen(sealedValue, "", out _));
    }

    [Fact]
    public void Every_changed_bit_and_every_missing_byte_is_noticed()
    {
        using var key = new MasterKey(Key);
        var sealedValue = key.Seal("secret"u8, "here");
        for (var bit = 0; bit < sealedValue.Length * 8; bit++)
        {
            var changed = (byte[])sealedValue.Clone();
            changed[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.False(key.TryOpen(changed, "here", out _));
        }
        for (var length = 0; length < sealedValue.Length; length++) Assert.False(key.TryOpen(sealedValue.AsSpan(0, length), "here", out _));
    }

    [Fact]
    public void The_same_value_is_sealed_differently_each_time()
    {
        using var key = new MasterKey(Key);
        Assert.NotEqual(key.Seal("secret"u8, "here"), key.Seal("secret"u8, "here"));
    }

    [Fact]
    public void The_fingerprint_names_the_key_and_gives_nothing_away()
    {
        using var key = new MasterKey(Key);
        using var same = new MasterKey(Key);
        using var other = new MasterKey(new byte[MasterKey.Size]);
        Assert.Matches("^[0-9a-f]{16}$", key.Fingerprint);
        Assert.Equal(key.Fingerprint, same.Fingerprint);
        Assert.NotEqual(key.Fingerprint, other.Fingerprint);
        Assert.NotEqual(Convert.ToHexStringLower(SHA256.HashData(Key).AsSpan(0, 8)), key.Fingerprint);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_key_of_another_size_is_refused(int size) => Assert.Throws<ArgumentException>(() => new MasterKey(new byte[size]));

    [Fact]
    public async Task Many_threads_may_use_it_at_once()
    {
        using var key = new MasterKey(Key);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 50; i++)
            {
                Assert.True(key.TryOpen(key.Seal([(byte)thread, (byte)i], "p"), "p", out var opened));
                Assert.Equal([(byte)thread, (byte)i], opened);
            }
        }, TestContext.Current.CancellationToken)));
    }

    static string Text(byte number) => Convert.ToBase64String([.. Enumerable.Repeat(number, MasterKey.Size)]);

    [Fact]
    public void Several_keys_are_read_in_their_order_and_one_that_stands_twice_once()
    {
        foreach (var text in (string[])[$"{Text(7)} {Text(8)}", $"\uFEFF{Text(7)}\r\n{Text(8)}\r\n", $"  {Text(7)}\t\t{Text(8)}\n{Text(7)}\n\n"])
        {
            Assert.True(MasterKey.TryReadAll(System.Text.Encoding.UTF8.GetBytes(text), out var keys));
            Assert.Equal([new MasterKey(Key).Fingerprint, new MasterKey([.. Enumerable.Repeat((byte)8, MasterKey.Size)]).Fingerprint], keys.Select(key => key.Fingerprint));
        }
    }

    [Fact]
    public void Anything_else_is_no_list_of_keys()
    {
        foreach (var text in (string[])["", "  \n", "short", "c2hvcnQ=", Text(7)[..^1], Text(7) + "=", Text(7) + ",", $"{Text(7)} x", "# " + Text(7), Convert.ToBase64String(new byte[33]), Convert.ToBase64String(new byte[31]),
            string.Join(' ', Enumerable.Range(0, 33).Select(number => Text((byte)number)))])
        {
            Assert.False(MasterKey.TryReadAll(System.Text.Encoding.UTF8.GetBytes(text), out var keys));
            Assert.Empty(keys);
        }
    }
}
