using System.Net;
using FsCheck;
using FsCheck.Fluent;
using IdentityServer.Domain.Egress;
using Xunit;

namespace IdentityServer.Domain.Tests.Egress;

/// <summary>S108, S111: what is refused when it is typed.</summary>
public sealed class OutboundUrlsTests
{
    static readonly OutboundUrls Urls = With();

    static OutboundUrls With(params string[] listed)
    {
        Assert.True(AllowedHosts.TryParse(listed, out var allowed, out _));
        return new(allowed, "https://login.example.com");
    }

    static string? Problem(string? text, OutboundUrls? urls = null)
    {
        var isGood = (urls ?? Urls).TryRead(text, out var url, out var problem);
        Assert.Equal(isGood, url is not null);
        Assert.Equal(isGood, problem is null);
        return problem;
    }

    [Theory]
    [InlineData("https://idp.example/jwks.json")]
    [InlineData("https://idp.example")]
    [InlineData("https://idp.example?tenant=1")]
    [InlineData("HTTPS://IDP.example:443/jwks")]
    [InlineData("https://idp.example:8443/a%20b?c=d@e")]
    [InlineData("https://xn--bcher-kva.example/")]
    [InlineData("https://8.8.8.8/jwks")]
    [InlineData("https://[2606:4700:4700::1111]/jwks")]
    [InlineData("https://notlocalhost/")]
    [InlineData("https://evil-login.example.com/")]
    public void A_public_https_url_is_taken(string text) => Assert.Null(Problem(text));

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData("idp.example/jwks", "absolute URL")]
    [InlineData("/jwks", "absolute URL")]
    [InlineData("//idp.example/jwks", "absolute URL")]
    [InlineData("https:/idp.example/jwks", "absolute URL")]
    [InlineData("https:idp.example", "absolute URL")]
    [InlineData("https://", "absolute URL")]
    [InlineData("https:///idp.example/", "absolute URL")]
    [InlineData("https://idp..example/", "absolute URL")]
    [InlineData("https://idp.example:99999/", "absolute URL")]
    [InlineData("https://-idp.example/", "absolute URL")]
    [InlineData("data:application/json,{}", "absolute URL")]
    [InlineData("javascript:alert(1)", "absolute URL")]
    [InlineData("http://idp.example/jwks", "https")]
    [InlineData("file:///etc/passwd", "absolute URL")]
    [InlineData("file://host/etc/passwd", "https")]
    [InlineData("gopher://idp.example/", "https")]
    [InlineData("ftp://idp.example/", "https")]
    [InlineData("ws://idp.example/", "https")]
    [InlineData("https://idp.example:22/", "port")]
    [InlineData("https://idp.example:25/", "port")]
    [InlineData("https://idp.example:80/", "port")]
    [InlineData("https://idp.example:0/", "port")]
    [InlineData("https://idp.example:1433/", "port")]
    [InlineData("https://idp.example:5432/", "port")]
    [InlineData("https://idp.example/#keys", "fragment")]
    [InlineData("https://idp.example#@127.0.0.1/", "fragment")]
    [InlineData("https://user@idp.example/", "user")]
    [InlineData("https://user:pw@idp.example/", "user")]
    [InlineData("https://@idp.example/", "user")]
    [InlineData("https://idp.example@127.0.0.1/", "user")]
    [InlineData("https://idp.example\\@127.0.0.1/", "backslash")]
    [InlineData("https:\\\\idp.example/", "backslash")]
    [InlineData(" https://idp.example/", "visible ASCII")]
    [InlineData("https://idp.example/\r\nHost: x", "visible ASCII")]
    [InlineData("https://idp.example/\0", "visible ASCII")]
    [InlineData("https://bücher.example/", "xn--")]
    [InlineData("https://１２７.0.0.1/", "visible ASCII")]
    [InlineData("https://127。0。0。1/", "visible ASCII")]
    [InlineData("https://%31%32%37.0.0.1/", "%")]
    [InlineData("https://[fe80::1%25eth0]/", "%")]
    [InlineData("https://localhost/", "this machine")]
    [InlineData("https://LOCALHOST/", "this machine")]
    [InlineData("https://a.localhost/", "this machine")]
    [InlineData("https://localhost./", "dot")]
    [InlineData("https://idp.example./", "dot")]
    [InlineData("https://127.0.0.1./", "dot")]
    [InlineData("https://login.example.com/.well-known/jwks.json", "this server")]
    [InlineData("https://LOGIN.example.com:8443/", "this server")]
    [InlineData("https://256.1.1.1/", "name or an IP")]
    [InlineData("https://1.2.3.4.5/", "name or an IP")]
    [InlineData("https://4294967296/", "name or an IP")]
    [InlineData("https://127.0.0.08/", "name or an IP")]
    public void What_is_not_called_is_refused_with_the_reason(string? text, string words) => Assert.Contains(words, Problem(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.1")]
    [InlineData("0x7f.0x0.0x0.0x1")]
    [InlineData("0177.0.0.1")]
    [InlineData("017700000001")]
    [InlineData("127.1")]
    [InlineData("127.0.1")]
    [InlineData("0")]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("2852039166")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("[::]")]
    [InlineData("[::1]")]
    [InlineData("[0:0:0:0:0:0:0:1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("[2002:7f00:1::]")]
    [InlineData("[2001:0:4136:e378:8000:63bf:3fff:fdd2]")]
    [InlineData("[fc00::1]")]
    [InlineData("[fe80::1]")]
    [InlineData("[fec0::1]")]
    [InlineData("[ff02::1]")]
    public void A_private_address_is_refused_in_every_spelling(string host) => Assert.Contains("private network", Problem($"https://{host}/jwks"), StringComparison.Ordinal);

    [Fact]
    public void Every_spelling_of_an_IPv4_address_is_judged_as_that_address() => Prop.ForAll<uint>(number =>
    {
        var address = new IPAddress([(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
        string[] spellings =
        [
            address.ToString(), $"{number}", $"0x{number:x}", "0" + Convert.ToString(number, 8), $"{number >> 24}.{number & 0xffffff}",
            $"0x{number >> 24:X}.{(number >> 16) & 0xff}.0{Convert.ToString(number & 0xffff, 8)}", $"[::ffff:{address}]",
        ];
        return spellings.All(host => Problem($"https://{host}/") is null == AddressPolicy.MayCall(address));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_makes_the_reader_throw_nor_passes_without_a_public_host() => Prop.ForAll<string>(text =>
        !Urls.TryRead("https://" + text, out var url, out _) || (url.Port is 443 or 8443 && url.UserInfo == "" && url.HostNameType != UriHostNameType.Basic)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("http://localhost:5090/jwks")]
    [InlineData("https://localhost:5090/jwks")]
    [InlineData("http://10.0.0.1:8080/jwks")]
    [InlineData("http://0xa.1:8080/jwks")]
    [InlineData("http://corp.example/jwks")]
    [InlineData("https://login.example.com/jwks")]
    public void What_the_operator_has_listed_is_taken(string text) =>
        Assert.Null(Problem(text, With("localhost:5090", "10.0.0.1:8080", "corp.example:80", "login.example.com:443")));

    [Theory]
    [InlineData("http://localhost:5091/jwks")]
    [InlineData("http://localhost/jwks")]
    [InlineData("http://10.0.0.2:8080/jwks")]
    [InlineData("http://localhost.:5090/jwks")]
    [InlineData("ftp://localhost:5090/jwks")]
    [InlineData("http://u@localhost:5090/jwks")]
    public void A_neighbour_of_what_is_listed_is_not(string text) => Assert.NotNull(Problem(text, With("localhost:5090", "10.0.0.1:8080")));

    [Fact]
    public void A_url_has_two_thousand_characters_at_most()
    {
        const string Start = "https://idp.example/";
        Assert.Null(Problem(Start + new string('a', 2048 - Start.Length)));
        Assert.Contains("2048", Problem(Start + new string('a', 2049 - Start.Length)), StringComparison.Ordinal);
    }
}
