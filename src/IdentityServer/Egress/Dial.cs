using System.Net;
using System.Net.Sockets;
using IdentityServer.Domain.Egress;

namespace IdentityServer.Egress;

/// <summary>
/// From a name to a connection with a server that we may call. It is resolved here and nowhere else, so nothing can change between
/// the check and the call; a name that leads to a forbidden address beside a good one is refused as a whole. ASVS 15.3.2, S110.
/// </summary>
internal sealed class Dial(OutboundUrls urls, INetwork network)
{
    /// <summary>So many addresses of a name are tried.</summary>
    const int MostTries = 4;

    /// <summary>One that does not answer leaves time for the next.</summary>
    static readonly TimeSpan Turn = TimeSpan.FromSeconds(1.5);

    /// <exception cref="EgressException">It is not to be called.</exception>
    /// <exception cref="SocketException">It cannot be reached.</exception>
    public async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken ct)
    {
        var isListed = urls.IsListed(host, port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await network.ResolveAsync(host, ct);
        if (addresses.Length == 0) throw new SocketException((int)SocketError.NoData);
        if (!isListed)
        {
            var own = network.OwnAddresses().Select(AddressPolicy.Plain).ToHashSet();
            foreach (var address in addresses) Check(address, own);
        }
        for (var i = 0; ; i++)
        {
            var isLast = i == Math.Min(addresses.Length, MostTries) - 1;
            using var turn = CancellationTokenSource.CreateLinkedTokenSource(ct);
            if (!isLast) turn.CancelAfter(Turn);
            try
            {
                return await ConnectAsync(new(addresses[i], port), isListed, turn.Token);
            }
            catch (Exception failed) when (!isLast && !ct.IsCancellationRequested && failed is SocketException or OperationCanceledException)
            {
                // The next one may answer.
            }
        }
    }

    async Task<Stream> ConnectAsync(IPEndPoint to, bool isListed, CancellationToken ct)
    {
        var (stream, remote) = await network.ConnectAsync(to, ct);
        if (isListed || AddressPolicy.MayCall(remote)) return stream;
        await stream.DisposeAsync();
        throw new EgressException(EgressProblem.AddressForbidden, "connected to an address that is not called");
    }

    static void Check(IPAddress address, HashSet<IPAddress> own)
    {
        if (!AddressPolicy.MayCall(address)) throw new EgressException(EgressProblem.AddressForbidden, "the name leads to a private, local or reserved address");
        if (own.Contains(AddressPolicy.Plain(address))) throw new EgressException(EgressProblem.AddressForbidden, "the name leads to this machine");
    }
}
