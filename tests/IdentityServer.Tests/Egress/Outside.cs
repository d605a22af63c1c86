using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using IdentityServer.Domain.Egress;
using IdentityServer.Egress;

namespace IdentityServer.Tests.Egress;

/// <summary>
/// A network for the guard in which names lead where the test wants. An address of this machine is really called, with the canary
/// behind the ports of the web; what would leave the machine is only noted, or led to a server of the test.
/// </summary>
sealed class Outside : INetwork, IAsyncDisposable
{
    readonly Network real = new();
    GuardedHttp? http;

    public Canary Canary { get; } = new();

    /// <summary>Names that the DNS of this world knows; others lead nowhere.</summary>
    public ConcurrentDictionary<string, Func<IPAddress[]>> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Public addresses behind which a port of loopback is; the other end says that it is the public one.</summary>
    public ConcurrentDictionary<IPAddress, int> Servers { get; } = new();

    /// <summary>The same, but the operating system says who is there in truth.</summary>
    public ConcurrentDictionary<IPAddress, int> Hijacked { get; } = new();

    /// <summary>Addresses that never answer.</summary>
    public ConcurrentDictionary<IPAddress, bool> Blackholes { get; } = new();

    public List<IPAddress> Own { get; } = [];

    public ConcurrentQueue<IPEndPoint> Dialed { get; } = new();

    public List<string> Listed { get; } = [];

    public X509Certificate2Collection Trusted { get; } = [];

    /// <summary>Made at the first call, with what is listed and trusted then.</summary>
    public GuardedHttp Http => http ??= new(Urls(), this, new TrustedRoots(Trusted));

    /// <summary>A name of the test's own server, which the operator has listed.</summary>
    public string List(string host, OtherServer server)
    {
        Names[host] = () => [IPAddress.Loopback];
        Listed.Add($"{host}:{server.Port}");
        return $"{host}:{server.Port}";
    }

    public void Name(string host, params string[] addresses) => Names[host] = () => [.. addresses.Select(IPAddress.Parse)];

    public async Task<EgressAnswer> GetAsync(string url, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url));
        return await Http.SendAsync(request, ct);
    }

    public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct)
    {
        await Task.Yield();
        return Names.TryGetValue(host, out var addresses) ? addresses() : throw new SocketException((int)SocketError.HostNotFound);
    }

    public async Task<(Stream Stream, IPAddress Remote)> ConnectAsync(IPEndPoint to, CancellationToken ct)
    {
        Dialed.Enqueue(to);
        if (Blackholes.ContainsKey(to.Address)) await Task.Delay(Timeout.InfiniteTimeSpan, ct);
        if (Servers.TryGetValue(to.Address, out var server)) return ((await real.ConnectAsync(new(IPAddress.Loopback, server), ct)).Stream, to.Address);
        if (Hijacked.TryGetValue(to.Address, out var hijacker)) return await real.ConnectAsync(new(IPAddress.Loopback, hijacker), ct);
        if (!IsOurs(to.Address)) throw new SocketException((int)SocketError.ConnectionRefused);
        return await real.ConnectAsync(new(to.Address, to.Port is 80 or 443 or 8443 ? Canary.Port : to.Port), ct);
    }

    public IEnumerable<IPAddress> OwnAddresses() => real.OwnAddresses().Concat(Own);

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        await Canary.DisposeAsync();
    }

    OutboundUrls Urls()
    {
        if (!AllowedHosts.TryParse(Listed, out var allowed, out var wrong)) throw new ArgumentException(wrong);
        return new(allowed, "https://login.example.com");
    }

    bool IsOurs(IPAddress address) =>
        IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.IsIPv4MappedToIPv6 || real.OwnAddresses().Contains(address);
}
