using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace IdentityServer.Testing;

/// <summary>Where the tests stand: the checkout they were built from, and what a test borrows from the machine.</summary>
public static class Repository
{
    static readonly HashSet<int> Lent = [];

    /// <summary>The folder of IdP.sln.</summary>
    public static string Root { get; } = FindRoot();

    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>A port free on loopback, lent once per process. Below the ephemeral range, so that no outgoing connection takes it.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 30_000);
            lock (Lent)
            {
                if (IsFree(port) && Lent.Add(port))
                    return port;
            }
        }
    }

    /// <summary>A new folder that only this user can read.</summary>
    public static string TemporaryFolder(string prefix) => Directory.CreateTempSubdirectory($"idp-{prefix}-").FullName;

    /// <summary>Removes a temporary folder, however late a dying process still writes into it.</summary>
    public static async Task RemoveAsync(string folder)
    {
        for (var attempt = 0; Directory.Exists(folder) && attempt < 20; attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
            {
                await Task.Delay(50);
            }
        }
    }

    static bool IsFree(int port)
    {
        try
        {
            using var four = new TcpListener(IPAddress.Loopback, port);
            four.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "IdP.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No IdP.sln above {AppContext.BaseDirectory}: the tests run from a checkout.");
    }
}
