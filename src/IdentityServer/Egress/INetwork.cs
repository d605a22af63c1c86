using System.Net;

namespace IdentityServer.Egress;

/// <summary>The network as far as <see cref="Dial"/> needs it.</summary>
internal interface INetwork
{
    /// <exception cref="System.Net.Sockets.SocketException">The name leads nowhere.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct);

    /// <summary>A connection, and who is at its other end as the operating system says.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">There is none.</exception>
    Task<(Stream Stream, IPAddress Remote)> ConnectAsync(IPEndPoint to, CancellationToken ct);

    /// <summary>The addresses of our own interfaces, public ones included.</summary>
    IEnumerable<IPAddress> OwnAddresses();
}
