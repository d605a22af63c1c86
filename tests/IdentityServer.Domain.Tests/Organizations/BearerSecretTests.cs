using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using Xunit;

namespace IdentityServer.Domain.Tests.Organizations;

public sealed class BearerSecretTests
{
    [Fact]
    public void A_new_key_has_prefix_random_characters_and_a_checksum()
    {
        var secret = BearerSecret.New(BearerSecret.ApiKey);
        Assert.Matches("^idp_ak_[0-9A-Za-z]{46}$", secret.Reveal());
        Assert.True(secret.HasChecksum);
        Assert.NotEqual(secret.Reveal(), BearerSecret.New(BearerSecret.ApiKey).Reveal());
        Assert.True(BearerSecret.TryParse(secret.Reveal(), BearerSecret.ApiKey, out var read));
        Assert.Equal(secret.Digest, read.Digest);
        Assert.Equal(HandleDigest.Of(secret.Reveal()), read.Digest);
    }

    /// <summary>What a scanner is told: CRC-32 (of "123456789" it is CBF43926) in base 62, digits before capitals before small letters.</summary>
    [Fact]
    public void The_checksum_is_the_one_that_scanners_compute()
    {
        const string random = "idp_ak_0000000000000000000000000000000000000000";
        var crc = System.Text.Encoding.ASCII.GetBytes(random).Aggregate(uint.MaxValue, (sum, b) =>
            Enumerable.Range(0, 8).Aggregate(sum ^ b, (bits, _) => (bits & 1) == 1 ? bits >> 1 ^ 0xEDB88320u : bits >> 1)) ^ uint.MaxValue;
        const string digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        var checksum = "";
        for (var i = 0; i < 6; i++, crc /= 62) checksum = digits[(int)(crc % 62)] + checksum;
        Assert.True(BearerSecret.TryParse(random + checksum, BearerSecret.ApiKey, out var secret));
        Assert.True(secret.HasChecksum);
    }

    [Fact]
    public void One_wrong_character_breaks_the_checksum()
    {
        var text = BearerSecret.New(BearerSecret.ApiKey).Reveal().ToCharArray();
        text[20] = text[20] == 'a' ? 'b' : 'a';
        Assert.True(BearerSecret.TryParse(new(text), BearerSecret.ApiKey, out var secret));
        Assert.False(secret.HasChecksum);
    }

    [Theory]
    [InlineData("idp_ak_0123456789abcdef0123456789abcdef", true)]
    [InlineData("idp_ak_0123456789abcdef-_23456789abcdef", true)]
    [InlineData("idp_ak_0123456789abcdef0123456789abcde", false)]
    [InlineData("IDP_AK_0123456789abcdef0123456789abcdef", false)]
    [InlineData("idp_ak_0123456789abcdef 123456789abcdef", false)]
    [InlineData("idp_ak_0123456789abcdefä123456789abcdef", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_key_has_a_shape(string? text, bool expected) => Assert.Equal(expected, BearerSecret.TryParse(text, BearerSecret.ApiKey, out _));

    [Fact]
    public void What_is_too_long_is_no_key() => Assert.False(BearerSecret.TryParse("idp_ak_" + new string('a', 250), BearerSecret.ApiKey, out _));

    [Fact]
    public void It_shows_its_first_characters_only()
    {
        Assert.True(BearerSecret.TryParse("idp_ak_0123456789abcdef0123456789abcdef", BearerSecret.ApiKey, out var secret));
        Assert.Equal("idp_ak_0123", secret.ToString());
        Assert.Equal("idp_ak_0123", secret.Start);
        Assert.Equal("", default(BearerSecret).ToString());
    }
}
