using System.Net.Sockets;
using System.Text;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Protocol.Wire;

/// <summary>S122 where Kestrel decides: a real process, and bytes that no HTTP library would send.</summary>
public sealed class ServerLimitsTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_beyond_the_limits_are_refused_and_the_server_stays_well()
    {
        await using var idp = await IdpProcess.StartAsync(null, Ct);
        var post = "POST /connect/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        Assert.Equal(431, await SendAsync(idp, $"GET / HTTP/1.1\r\nHost: localhost\r\nX: {new string('a', 33_000)}\r\n\r\n"));
        Assert.Equal(431, await SendAsync(idp, $"GET / HTTP/1.1\r\nHost: localhost\r\n{string.Concat(Enumerable.Range(0, 101).Select(i => $"X{i}: a\r\n"))}\r\n"));
        Assert.Equal(431, await SendAsync(idp, $"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: {new string('a', 100_000)}\r\n\r\n"));
        Assert.Equal(414, await SendAsync(idp, $"GET /{new string('a', 9_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        Assert.Equal(400, await SendAsync(idp, "GET / HTTP/1.1\r\n\r\n"));
        Assert.Equal(413, await SendAsync(idp, $"{post}Content-Length: 10000000\r\n\r\n"));
        // Chunked and just beyond our own limit, so that the rest of the body has to be drained after the refusal.
        var chunk = $"{post}Transfer-Encoding: chunked\r\n\r\n11170\r\n{new string('a', 0x11170)}\r\n0\r\n\r\n";
        Assert.Equal(413, await SendAsync(idp, chunk));
        Assert.Equal(401, await SendAsync(idp, $"{post}Content-Length: 0\r\nAuthorization: Basic YTpi\r\nAuthorization: Basic YTpi\r\n\r\n"));
        // A chunk that says no size: Reason.BodyMalformed, in the endpoint's own words.
        Assert.Equal(400, await SendAsync(idp, $"{post}Transfer-Encoding: chunked\r\n\r\nxyz\r\n"));
        // No attempt was our failure.
        Assert.DoesNotContain(idp.Output, line => line.Contains("unhandled", StringComparison.OrdinalIgnoreCase) || line.Contains("fail:", StringComparison.Ordinal) || line.Contains("already in progress", StringComparison.Ordinal));
    }

    static async Task<int> SendAsync(IdpProcess idp, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", idp.Port, Ct);
        await using var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Ct);
        }
        catch (IOException)
        {
            // The server has answered before it had read all of it, which is its right.
        }
        var line = new byte[12];
        await stream.ReadExactlyAsync(line, Ct);
        return int.Parse(Encoding.ASCII.GetString(line)[9..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
