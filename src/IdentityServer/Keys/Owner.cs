using System.Runtime.InteropServices;

namespace IdentityServer.Keys;

/// <summary>
/// Whose a file is on Linux, where an operator works as root and the server does not. Files are named by their open
/// handles: whoever may write to the folder could put a link in the place of a name.
/// </summary>
internal static class Owner
{
    // linux/stat.h: the one stat call whose answer is laid out alike on all processors.
    const int Size = 256, UserAt = 20, GroupAt = 24;
    const uint UserAndGroup = 0x18;
    const int OfTheHandle = 0x1000;

    /// <summary>Makes a file belong to whom the other belongs to. Elsewhere than on Linux it stays as it is.</summary>
    /// <exception cref="IOException">The system does not say whose the other is, or does not let us.</exception>
    public static void Give(SafeHandle file, SafeHandle other)
    {
        if (!OperatingSystem.IsLinux()) return;
        var (was, wanted) = (Of(file), Of(other));
        if (was == wanted || ChangeOwner(file, wanted.User, wanted.Group) == 0) return;
        var error = Marshal.GetLastPInvokeError();
        // The group has no rights to a file that its owner alone may read, and only some groups are ours to give.
        if (was.User != wanted.User) throw new IOException($"The user {wanted.User} cannot be made its owner: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    static (uint User, uint Group) Of(SafeHandle file)
    {
        var answer = new byte[Size];
        if (Stat(file, "\0"u8.ToArray(), OfTheHandle, UserAndGroup, answer) != 0)
            throw new IOException($"Its owner cannot be told: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        return (BitConverter.ToUInt32(answer, UserAt), BitConverter.ToUInt32(answer, GroupAt));
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Stat(SafeHandle file, byte[] path, int flags, uint mask, byte[] answer);

    [DllImport("libc", EntryPoint = "fchown", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int ChangeOwner(SafeHandle file, uint user, uint group);
}
