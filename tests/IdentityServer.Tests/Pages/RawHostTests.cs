using System.Net.Sockets;
using System.Text;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Pages;

/// <summary>S081, what an HTTP library does not send: over a socket, to the server as a process.</summary>
public sealed class RawHostTests
{
    [Fact]
    public async Task An_absolute_address_or_several_hosts_change_nothing_or_are_refused()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var idp = await IdpProcess.StartAsync(null, ct);

        async Task<string> SendAsync(string head)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync("localhost", idp.Port, ct);
            var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head + "\r\nConnection: close\r\n\r\n"), ct);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return await reader.ReadToEndAsync(ct);
        }

        const string path = "/.well-known/openid-configuration";
        var plain = await SendAsync($"GET {path} HTTP/1.1\r\nHost: localhost:{idp.Port}");
        Assert.StartsWith("HTTP/1.1 200", plain, StringComparison.Ordinal);
        string Body(string answer) => answer[answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)..];

        var absolute = await SendAsync($"GET http://evil.example{path} HTTP/1.1\r\nHost: evil.example");
        Assert.Equal(Body(plain), Body(absolute));
        var bare = await SendAsync("GET http://evil.example/connect/authorize?client_id=x HTTP/1.1\r\nHost: evil.example\r\nAccept: text/html");
        Assert.StartsWith("HTTP/1.1 400", bare, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", bare, StringComparison.Ordinal);

        foreach (var head in new[]
        {
            $"GET {path} HTTP/1.1\r\nHost: localhost\r\nHost: evil.example", $"GET http://evil.example{path} HTTP/1.1\r\nHost: localhost",
            $"GET {path} HTTP/1.1", $"GET {path} HTTP/1.1\r\nHost: evil.example@localhost", $"GET {path} HTTP/1.1\r\nHost: a b",
        })
        {
            Assert.StartsWith("HTTP/1.1 400", await SendAsync(head), StringComparison.Ordinal);
        }
    }
}
