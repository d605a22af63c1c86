using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace IdentityServer.Domain.Primitives;

/// <summary>The one way to compare secrets: the time taken tells nothing of where they differ. CWE-208.</summary>
public static class FixedTime
{
    public static bool Equal(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        CryptographicOperations.FixedTimeEquals(left, right);

    public static bool Equal(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(left), MemoryMarshal.AsBytes(right));
}
