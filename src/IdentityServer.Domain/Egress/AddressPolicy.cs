using System.Net;
using System.Net.Sockets;

namespace IdentityServer.Domain.Egress;

/// <summary>
/// Whether an address is somebody else's public server: neither this machine, nor a private network, nor one of the ranges
/// that no server has. RFC 6890 and the special-purpose registries; ASVS 15.3.2.
/// </summary>
public static class AddressPolicy
{
    static readonly IPNetwork[] Forbidden4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this network: RFC 791 §3.2
        IPNetwork.Parse("10.0.0.0/8"), // private: RFC 1918
        IPNetwork.Parse("100.64.0.0/10"), // behind a carrier's NAT: RFC 6598
        IPNetwork.Parse("127.0.0.0/8"), // loopback: RFC 1122 §3.2.1.3
        IPNetwork.Parse("169.254.0.0/16"), // link-local, and the metadata of clouds: RFC 3927
        IPNetwork.Parse("172.16.0.0/12"), // private: RFC 1918
        IPNetwork.Parse("192.0.0.0/24"), // protocol assignments: RFC 6890 §2.1
        IPNetwork.Parse("192.0.2.0/24"), // documentation: RFC 5737
        IPNetwork.Parse("192.88.99.0/24"), // relays of 6to4: RFC 7526
        IPNetwork.Parse("192.168.0.0/16"), // private: RFC 1918
        IPNetwork.Parse("198.18.0.0/15"), // benchmarks: RFC 2544
        IPNetwork.Parse("198.51.100.0/24"), // documentation: RFC 5737
        IPNetwork.Parse("203.0.113.0/24"), // documentation: RFC 5737
        IPNetwork.Parse("224.0.0.0/4"), // multicast: RFC 5771
        IPNetwork.Parse("240.0.0.0/4"), // reserved, and broadcast: RFC 1112 §4, RFC 919
    ];

    static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    static readonly IPNetwork[] Forbidden6 =
    [
        IPNetwork.Parse("2001::/23"), // protocol assignments, Teredo among them: RFC 2928, RFC 4380
        IPNetwork.Parse("2001:db8::/32"), // documentation: RFC 3849
        IPNetwork.Parse("3fff::/20"), // documentation: RFC 9637
    ];

    static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>True for what a stranger's URL may lead to.</summary>
    public static bool MayCall(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = Plain(address);
        if (plain.AddressFamily == AddressFamily.InterNetwork) return !IsIn(Forbidden4, plain);
        return GlobalUnicast.Contains(plain) && !IsIn(Forbidden6, plain);
    }

    /// <summary>
    /// The IPv4 address that an IPv6 address leads to, mapped (RFC 4291 §2.5.5.2), through NAT64 (RFC 6052 §2.1) or 6to4
    /// (RFC 3056 §2); any other address is itself.
    /// </summary>
    public static IPAddress Plain(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (Nat64.Contains(address)) return Inside(address, 12);
        return SixToFour.Contains(address) ? Inside(address, 2) : address;
    }

    static IPAddress Inside(IPAddress address, int from) => new(address.GetAddressBytes().AsSpan(from, 4));

    static bool IsIn(IPNetwork[] networks, IPAddress address)
    {
        foreach (var network in networks)
            if (network.Contains(address)) return true;
        return false;
    }
}
