using System.Runtime.InteropServices;
using System.Text;

namespace IdentityServer.Keys;

/// <summary>The names in a folder reach the disk on their own, later than what the files hold, unless somebody asks.</summary>
internal static class Folder
{
    /// <summary>After it a name that was put there is there after a power cut. Windows does so by itself.</summary>
    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var folder = Open(Encoding.UTF8.GetBytes(path + "\0"), 0);
        if (folder < 0) throw new IOException($"{path} cannot be opened: errno {Marshal.GetLastPInvokeError()}.");
        var synced = Sync(folder);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(folder);
        // Some file systems of containers and networks cannot do it, and then nobody can: EINVAL, ENOTSUP.
        if (synced != 0 && error is not (22 or 95 or 45)) throw new IOException($"{path} cannot be written to the disk: errno {error}.");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Close(int descriptor);
}
