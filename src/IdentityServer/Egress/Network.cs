using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace IdentityServer.Egress;

/// <summary>The network of this machine.</summary>
internal sealed class Network : INetwork
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct) => Dns.GetHostAddressesAsync(host, ct);

    public async Task<(Stream Stream, IPAddress Remote)> ConnectAsync(IPEndPoint to, CancellationToken ct)
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, ct);
            var remote = ((IPEndPoint)socket.RemoteEndPoint!).Address;
            return (new NetworkStream(socket, ownsSocket: true), remote);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public IEnumerable<IPAddress> OwnAddresses() =>
        NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(own => own.Address);
}
