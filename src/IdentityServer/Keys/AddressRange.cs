using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace IdentityServer.Keys;

/// <summary>The network that an address is counted under: /24 of IPv4, /48 of IPv6. Wide enough that a machine stays in it, and it names no person.</summary>
internal readonly record struct AddressRange
{
    readonly ulong bits;
    readonly bool isV4;

    AddressRange(ulong bits, bool isV4) => (this.bits, this.isV4) = (bits, isV4);

    /// <summary>Null where the caller has no address, as behind a Unix socket.</summary>
    public static AddressRange? Of(IPAddress? address)
    {
        if (address is null) return null;
        Span<byte> bytes = stackalloc byte[16];
        if (!address.TryWriteBytes(bytes, out _)) return null;
        if (address.AddressFamily == AddressFamily.InterNetwork) return new(BinaryPrimitives.ReadUInt32BigEndian(bytes) >> 8, true);
        // ::ffff:203.0.113.7 is how a socket for both shows an IPv4 caller: RFC 4291 §2.5.5.2.
        if (address.IsIPv4MappedToIPv6) return new(BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) >> 8, true);
        return new(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16, false);
    }

    /// <summary>RFC 4632 §3.1, RFC 4291 §2.3.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        if (isV4) BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)bits << 8);
        else BinaryPrimitives.WriteUInt64BigEndian(bytes, bits << 16);
        return isV4 ? $"{new IPAddress(bytes[..4])}/24" : $"{new IPAddress(bytes)}/48";
    }
}
