using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class RefreshTokenSealerTests
{
    const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    static readonly byte[] Secret = [.. Enumerable.Repeat((byte)1, 32)];
    static readonly FamilyId Family = FamilyId.New(new ManualClock(World.Start));

    readonly RefreshTokenSealer sealer = new(Secret, PoolId.Default);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public void What_it_writes_it_reads_and_writes_again(int generation)
    {
        var token = sealer.Write(Family, generation);
        Assert.Equal(RefreshTokenSealer.Length, token.Length);
        Assert.True(sealer.TryRead(token, out var family, out var read));
        Assert.Equal((Family, generation), (family, read));
        Assert.Equal(token, new RefreshTokenSealer(Secret, PoolId.Default).Write(Family, generation));
    }

    [Fact]
    public void Another_pool_and_another_secret_read_nothing()
    {
        var token = sealer.Write(Family, 1);
        Assert.False(new RefreshTokenSealer(Secret, new("other")).TryRead(token, out var family, out var generation));
        Assert.Equal((default, 0), (family, generation));
        Assert.False(new RefreshTokenSealer(new byte[32], PoolId.Default).TryRead(token, out _, out _));
    }

    // Of 70 characters the last carries four bits that mean nothing; only their one canonical spelling counts.
    [Fact]
    public void Every_other_character_in_every_place_is_refused()
    {
        var token = sealer.Write(Family, 1);
        for (var at = 0; at < token.Length; at++)
            foreach (var c in Alphabet)
            {
                if (token[at] == c) continue;
                Assert.False(sealer.TryRead(token[..at] + c + token[(at + 1)..], out _, out _));
            }
    }

    // The base library's decoder throws on some of these and skips over others.
    [Theory]
    [InlineData('!')]
    [InlineData('%')]
    [InlineData('=')]
    [InlineData('+')]
    [InlineData(' ')]
    [InlineData('\n')]
    [InlineData('.')]
    [InlineData('\0')]
    [InlineData('é')]
    [InlineData('Ａ')]
    public void Rubbish_of_the_right_length_is_refused_without_an_exception(char c)
    {
        Assert.False(sealer.TryRead(new(c, RefreshTokenSealer.Length), out _, out _));
        var token = sealer.Write(Family, 1);
        Assert.False(sealer.TryRead(c + token[1..], out _, out _));
        Assert.False(sealer.TryRead(token[..^1] + c, out _, out _));
        Assert.False(sealer.TryRead(token + c, out _, out _));
        Assert.False(sealer.TryRead(c + token, out _, out _));
    }

    [Fact]
    public void A_guess_is_no_token()
    {
        Assert.False(sealer.TryRead("", out _, out _));
        Assert.False(sealer.TryRead(new('A', RefreshTokenSealer.Length), out _, out _));
        Assert.False(sealer.TryRead(sealer.Write(Family, 1)[..^1], out _, out _));
        Assert.NotEqual(sealer.Write(Family, 1), sealer.Write(Family, 2));
    }
}
