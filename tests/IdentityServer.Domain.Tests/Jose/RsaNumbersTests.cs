using System.Numerics;
using System.Security.Cryptography;
using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class RsaNumbersTests
{
    static RSAParameters Good() => PrivateTexts.Rsa.ExportParameters(includePrivateParameters: true);

    [Fact]
    public void A_key_of_the_base_library_is_good() => Assert.Equal(PrivateKeyProblem.None, RsaNumbers.Problem(Good()));

    [Theory]
    [InlineData(new byte[] { 3 })]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 1, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 1 })]
    public void An_unusual_exponent_is_refused(byte[] exponent) =>
        Assert.Equal(PrivateKeyProblem.ExponentUnfit, RsaNumbers.Problem(Good() with { Exponent = exponent }));

    [Fact]
    public void Primes_that_are_too_near_to_each_other_are_refused()
    {
        // Whether they are prime does not matter here: their product gives them away.
        var p = BigInteger.Pow(2, 1023) + BigInteger.Pow(2, 1022) + 1;
        var q = p + BigInteger.Pow(2, 600);
        Assert.Equal(PrivateKeyProblem.TooWeak, RsaNumbers.Problem(Good() with { Modulus = Bytes(p * q), P = Bytes(p), Q = Bytes(q) }));
    }

    [Fact]
    public void Numbers_that_do_not_fit_are_refused()
    {
        var good = Good();
        foreach (var changed in (RSAParameters[])[good with { D = Odd(good.D) }, good with { P = Odd(good.P) }, good with { DP = Odd(good.DP) }, good with { DQ = Odd(good.DQ) }, good with { InverseQ = Odd(good.InverseQ) }, good with { P = [], Q = good.Modulus }])
            Assert.Equal(PrivateKeyProblem.Inconsistent, RsaNumbers.Problem(changed));
    }

    [Fact]
    public void Wiping_leaves_the_public_half()
    {
        var key = Good();
        RsaNumbers.Wipe(key);
        Assert.All((byte[]?[])[key.D, key.P, key.Q, key.DP, key.DQ, key.InverseQ], secret => Assert.Equal(0, secret!.Max()));
        Assert.NotEqual(0, key.Modulus!.Max());
    }

    static byte[] Bytes(BigInteger number) => number.ToByteArray(isUnsigned: true, isBigEndian: true);

    static byte[] Odd(byte[]? number) => [.. number![..^1], (byte)(number[^1] ^ 4)];
}
