using System.Runtime.InteropServices;
using Xunit;

namespace IdentityServer.Tests.Keys;

/// <summary>Root without some of its rights, on this thread alone and for a while: what an operator may be in a container.</summary>
internal sealed class LessPrivilege : IDisposable
{
    public const uint ChangingOwners = 1 << 0, PassingByModes = (1 << 1) | (1 << 2);

    const uint ThirdVersion = 0x20080522;

    readonly uint[] before = new uint[6];

    /// <param name="rights">Bits of linux/capability.h.</param>
    public LessPrivilege(uint rights)
    {
        Assert.Equal(0, capget([ThirdVersion, 0], before));
        Assert.Equal(0, capset([ThirdVersion, 0], [before[0] & ~rights, .. before.AsSpan(1)]));
    }

    public void Dispose() => Assert.Equal(0, capset([ThirdVersion, 0], before));

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int capget(uint[] header, [In, Out] uint[] data);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int capset(uint[] header, uint[] data);
}
