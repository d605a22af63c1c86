using System.Net;
using System.Net.Sockets;

namespace IdentityServer.Tests.Fixture;

/// <summary>A wire that a test can cut and mend: it listens on a port of its own and passes bytes on to another.</summary>
public sealed class TcpProxy(int port, int target) : IAsyncDisposable
{
    readonly Lock gate = new();
    readonly List<TcpClient> open = [];
    TcpListener? listener;

    /// <summary>From now on connections pass.</summary>
    public void Mend()
    {
        lock (gate)
        {
            listener = new(IPAddress.Loopback, port);
            listener.Start();
            _ = AcceptAsync(listener);
        }
    }

    /// <summary>Every connection breaks, and new ones are refused.</summary>
    public void Cut()
    {
        lock (gate)
        {
            listener?.Dispose();
            listener = null;
            foreach (var one in open)
                one.Dispose();
            open.Clear();
        }
    }

    public ValueTask DisposeAsync()
    {
        Cut();
        return ValueTask.CompletedTask;
    }

    async Task AcceptAsync(TcpListener mine)
    {
        try
        {
            while (true)
                _ = PassAsync(await mine.AcceptTcpClientAsync());
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
    }

    async Task PassAsync(TcpClient near)
    {
        var far = new TcpClient();
        lock (gate)
        {
            if (listener is null)
            {
                near.Dispose();
                far.Dispose();
                return;
            }

            open.AddRange([near, far]);
        }

        try
        {
            await far.ConnectAsync(IPAddress.Loopback, target);
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One side has gone; so goes the other.
        }
        finally
        {
            near.Dispose();
            far.Dispose();
        }
    }
}
