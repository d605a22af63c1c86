using System.Net;
using System.Net.Sockets;

namespace IdentityServer.Tests.Egress;

/// <summary>Listens on every address of this machine, and sings when anybody comes.</summary>
sealed class Canary : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.IPv6Any, 0) { Server = { DualMode = true } };
    readonly Task listening;
    int connections;
    long bytes;

    public Canary()
    {
        listener.Start();
        listening = ListenAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref connections);

    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Nobody has come, nor is on the way.</summary>
    public async Task<bool> IsSilentAsync()
    {
        await Task.Delay(20);
        return Connections == 0 && Bytes == 0;
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await listening;
    }

    async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync();
                Interlocked.Increment(ref connections);
                _ = HearAsync(socket);
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    async Task HearAsync(Socket socket)
    {
        using (socket)
        {
            var buffer = new byte[4096];
            try
            {
                for (int read; (read = await socket.ReceiveAsync(buffer)) > 0;) Interlocked.Add(ref bytes, read);
            }
            catch (SocketException)
            {
                // They have hung up.
            }
        }
    }
}
