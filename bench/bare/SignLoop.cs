using System.Security.Cryptography;

namespace Bench.Bare;

/// <summary>The processor's own limit: one thread that signs and does nothing else.</summary>
internal static class SignLoop
{
    private const int InputLength = 512; // about the signing input of an access token

    public static double Measure(string algorithm, TimeSpan duration)
    {
        var input = RandomNumberGenerator.GetBytes(InputLength);
        using var rsa = RSA.Create(2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Func<byte[]> sign = algorithm switch
        {
            "RS256" => () => rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "ES256" => () => ec.SignData(input, HashAlgorithmName.SHA256),
            _ => throw new ArgumentException($"RS256 or ES256, not '{algorithm}'", nameof(algorithm)),
        };
        Run(sign, duration / 10);
        return Run(sign, duration);
    }

    private static double Run(Func<byte[]> sign, TimeSpan duration)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        var count = 0;
        TimeSpan elapsed;
        do
        {
            sign();
            count++;
            elapsed = clock.GetElapsedTime(start);
        }
        while (elapsed < duration);
        return count / elapsed.TotalSeconds;
    }
}
