using System.Net;
using FsCheck;
using FsCheck.Fluent;
using IdentityServer.Domain.Egress;
using Xunit;

namespace IdentityServer.Domain.Tests.Egress;

/// <summary>S108, the pure half.</summary>
public sealed class AddressPolicyTests
{
    /// <summary>First and last of each range, with the neighbours that lie outside.</summary>
    [Theory]
    [InlineData("0.0.0.0", "0.255.255.255", null, "1.0.0.0")]
    [InlineData("10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0")]
    [InlineData("100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0")]
    [InlineData("127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0")]
    [InlineData("169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0")]
    [InlineData("172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0")]
    [InlineData("192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0")]
    [InlineData("192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0")]
    [InlineData("192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0")]
    [InlineData("192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0")]
    [InlineData("198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0")]
    [InlineData("198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0")]
    [InlineData("203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0")]
    [InlineData("224.0.0.0", "239.255.255.255", "223.255.255.255", null)]
    [InlineData("240.0.0.0", "255.255.255.255", null, null)]
    [InlineData("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::")]
    [InlineData("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::")]
    [InlineData("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::")]
    [InlineData("4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, null)]
    [InlineData("::", "64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff", null, null)]
    public void A_range_is_refused_from_its_first_address_to_its_last_and_no_further(string first, string last, string? before, string? after)
    {
        Assert.False(AddressPolicy.MayCall(IPAddress.Parse(first)), first);
        Assert.False(AddressPolicy.MayCall(IPAddress.Parse(last)), last);
        if (before is not null) Assert.True(AddressPolicy.MayCall(IPAddress.Parse(before)), before);
        if (after is not null) Assert.True(AddressPolicy.MayCall(IPAddress.Parse(after)), after);
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("100::1")]
    [InlineData("5f00::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:0:8.8.8.8")]
    [InlineData("::127.0.0.1")]
    [InlineData("::8.8.8.8")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("64:ff9b:1::808:808")]
    [InlineData("64:ff9b:0:1::808:808")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:c0a8:101::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    public void Private_reserved_and_disguised_addresses_are_refused(string address) => Assert.False(AddressPolicy.MayCall(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:80b::200e")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("2002:808:808::1")]
    public void Public_servers_may_be_called(string address) => Assert.True(AddressPolicy.MayCall(IPAddress.Parse(address)));

    [Fact]
    public void An_address_inside_another_is_judged_as_itself() => Prop.ForAll<byte[]>(bytes =>
    {
        byte[] four = [.. bytes ?? [], 127, 0, 0, 1];
        four = four[..4];
        var plain = new IPAddress(four);
        byte[] sixToFour = [0x20, 0x02, .. four, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], nat64 = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, .. four];
        return new[] { plain.MapToIPv6(), new IPAddress(sixToFour), new IPAddress(nat64) }
            .All(dressed => AddressPolicy.MayCall(dressed) == AddressPolicy.MayCall(plain) && AddressPolicy.Plain(dressed).Equals(plain));
    }).QuickCheckThrowOnFailure();
}
