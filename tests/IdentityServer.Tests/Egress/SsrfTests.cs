using System.Net;
using System.Text;
using IdentityServer.Domain.Egress;
using IdentityServer.Egress;
using Xunit;

namespace IdentityServer.Tests.Egress;

/// <summary>S108 to S111: canaries on all addresses of this machine, and not a packet reaches them.</summary>
public sealed class SsrfTests : IAsyncDisposable
{
    readonly Outside outside = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => outside.DisposeAsync();

    async Task AssertRefusedAsync(string url, EgressProblem expected)
    {
        var answer = await outside.GetAsync(url, Ct);
        Assert.Equal((url, expected), (url, answer.Problem));
        Assert.Empty(outside.Dialed);
        Assert.True(await outside.Canary.IsSilentAsync(), url);
    }

    /// <summary>A canary that cannot sing proves nothing.</summary>
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("2130706433")]
    [InlineData("localhost.")]
    public async Task The_canary_hears_what_the_operator_lets_through(string host)
    {
        outside.Name("localhost.", "127.0.0.1");
        outside.Listed.Add(host + ":443");
        using var heard = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var call = outside.GetAsync($"https://{host}/jwks", heard.Token);
        while (outside.Canary.Bytes == 0 && !call.IsCompleted) await Task.Delay(5, Ct);
        await heard.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(1, outside.Canary.Connections);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("2130706433")]
    [InlineData("017700000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.0.0.0x1")]
    [InlineData("127.1")]
    [InlineData("0")]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("[::]")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("[2002:7f00:1::]")]
    [InlineData("[fc00::1]")]
    [InlineData("[fe80::1]")]
    [InlineData("localhost")]
    [InlineData("localhost.")]
    [InlineData("a.localhost")]
    [InlineData("127.0.0.1.")]
    [InlineData("login.example.com")]
    [InlineData("LOGIN.example.com")]
    public async Task No_spelling_of_a_private_host_is_called(string host)
    {
        foreach (var name in new[] { "localhost", "localhost.", "a.localhost", "127.0.0.1.", "login.example.com" }) outside.Name(name, "127.0.0.1");
        await AssertRefusedAsync($"https://{host}/jwks", EgressProblem.UrlForbidden);
        await AssertRefusedAsync($"https://{host}:8443/jwks", EgressProblem.UrlForbidden);
    }

    [Fact]
    public async Task No_address_of_this_machine_is_called_by_number_or_by_name()
    {
        var own = new Network().OwnAddresses().Select(address => new IPAddress(address.GetAddressBytes())).ToArray();
        Assert.NotEmpty(own);
        foreach (var address in own)
        {
            var literal = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : $"{address}";
            await AssertRefusedAsync($"https://{literal}/jwks", EgressProblem.UrlForbidden);
            outside.Name("inside.test", address.ToString());
            await AssertRefusedAsync("https://inside.test/jwks", EgressProblem.AddressForbidden);
        }
    }

    [Theory]
    [InlineData("8.8.4.4")]
    [InlineData("64:ff9b::808:404")]
    [InlineData("::ffff:8.8.4.4")]
    [InlineData("2002:808:404::1")]
    public async Task Our_own_public_address_is_not_called_either(string address)
    {
        outside.Own.Add(IPAddress.Parse("8.8.4.4"));
        outside.Name("inside.test", address);
        await AssertRefusedAsync("https://inside.test/jwks", EgressProblem.AddressForbidden);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("169.254.169.254")]
    [InlineData("8.8.8.8", "127.0.0.1")]
    [InlineData("127.0.0.1", "8.8.8.8")]
    [InlineData("8.8.8.8", "2606:4700:4700::1111", "fd00::2")]
    public async Task A_name_that_leads_inside_is_refused_whatever_else_it_leads_to(params string[] addresses)
    {
        outside.Name("evil.test", addresses);
        await AssertRefusedAsync("https://evil.test/jwks", EgressProblem.AddressForbidden);
    }

    [Fact]
    public async Task A_name_that_moves_inside_after_the_check_is_called_where_it_was_checked()
    {
        var asked = 0;
        outside.Names["evil.test"] = () => [asked++ == 0 ? IPAddress.Parse("8.8.8.8") : IPAddress.Loopback];
        Assert.Equal(EgressProblem.Unreachable, (await outside.GetAsync("https://evil.test/jwks", Ct)).Problem);
        Assert.Equal([new IPEndPoint(IPAddress.Parse("8.8.8.8"), 443)], outside.Dialed);
        Assert.Equal(1, asked);
        Assert.Equal(EgressProblem.AddressForbidden, (await outside.GetAsync("https://evil.test/jwks", Ct)).Problem);
        Assert.Single(outside.Dialed);
        Assert.True(await outside.Canary.IsSilentAsync());
    }

    [Fact]
    public async Task A_connection_that_ends_up_inside_is_closed_before_a_byte()
    {
        outside.Name("evil.test", "8.8.8.8");
        outside.Hijacked[IPAddress.Parse("8.8.8.8")] = outside.Canary.Port;
        Assert.Equal(EgressProblem.AddressForbidden, (await outside.GetAsync("https://evil.test/jwks", Ct)).Problem);
        await outside.Canary.IsSilentAsync();
        Assert.Equal(0, outside.Canary.Bytes);
    }

    [Theory]
    [InlineData("301 Moved Permanently", "https://127.0.0.1/")]
    [InlineData("302 Found", "http://127.0.0.1/")]
    [InlineData("303 See Other", "https://localhost/")]
    [InlineData("307 Temporary Redirect", "https://[::1]:8443/")]
    [InlineData("308 Permanent Redirect", "https://169.254.169.254/latest/meta-data/")]
    [InlineData("302 Found", "/jwks")]
    [InlineData("302 Found", "https://idp.example/jwks")]
    [InlineData("302 Found", "file:///etc/passwd")]
    [InlineData("304 Not Modified", "")]
    public async Task A_redirect_is_not_followed_wherever_it_leads(string status, string location)
    {
        await using var server = new OtherServer(OtherServer.Http("", status, $"Location: {location}\r\n"));
        var host = outside.List("good.test", server);
        var answer = await outside.GetAsync($"http://{host}/jwks", Ct);
        Assert.Equal((EgressProblem.Redirected, "HTTP " + status[..3]), (answer.Problem, answer.Detail));
        Assert.Equal(1, server.Connections);
        Assert.Single(outside.Dialed);
        Assert.True(await outside.Canary.IsSilentAsync());
    }

    [Theory]
    [InlineData("http://8.8.8.8/")]
    [InlineData("ftp://8.8.8.8/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1/")]
    [InlineData("data:application/json,{}")]
    [InlineData("https://user:pw@8.8.8.8/")]
    [InlineData("https://8.8.8.8:22/")]
    [InlineData("https://8.8.8.8:25/")]
    [InlineData("https://8.8.8.8:1433/")]
    [InlineData("https://8.8.8.8:5432/")]
    public Task Other_schemes_ports_and_users_are_not_called(string url) => AssertRefusedAsync(url, EgressProblem.UrlForbidden);

    [Fact]
    public async Task What_is_listed_is_listed_with_its_port_alone()
    {
        await using var server = new OtherServer(OtherServer.Http("{}"));
        var host = outside.List("good.test", server);
        Assert.Equal(200, (await outside.GetAsync($"http://{host}/jwks", Ct)).Status);
        outside.Dialed.Clear();
        await AssertRefusedAsync("http://good.test/jwks", EgressProblem.UrlForbidden);
        await AssertRefusedAsync("https://good.test/jwks", EgressProblem.AddressForbidden);
    }

    [Fact]
    public async Task Nothing_about_us_is_sent_along()
    {
        var head = "";
        await using var server = new OtherServer(async stream =>
        {
            head = await OtherServer.ReadHeadAsync(stream);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(OtherServer.Http("{}", headers: "Set-Cookie: a=b\r\n")), Ct);
            head += await OtherServer.ReadHeadAsync(stream);
        });
        var host = outside.List("good.test", server);
        using var activity = new System.Diagnostics.Activity("request").Start();
        await outside.GetAsync($"http://{host}/jwks?x=1", Ct);
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
        Assert.Equal(["Accept-Encoding: identity", "GET /jwks?x=1 HTTP/1.1", $"Host: {host}", "User-Agent: IdP"], lines);
    }

    [Fact]
    public async Task The_operating_system_is_asked_who_is_at_the_other_end()
    {
        var (stream, remote) = await new Network().ConnectAsync(new(IPAddress.Loopback, outside.Canary.Port), Ct);
        await stream.DisposeAsync();
        Assert.Equal(IPAddress.Loopback, remote);
        Assert.False(AddressPolicy.MayCall(remote));
    }
}
