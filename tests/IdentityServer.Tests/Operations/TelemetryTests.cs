using System.Net;
using System.Net.Sockets;
using System.Text;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Operations;

/// <summary>A configured collector is spoken to, in gRPC; and one that is away disturbs nobody.</summary>
public sealed class TelemetryTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_configured_collector_gets_a_connection_that_speaks_http_2()
    {
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        await using var idp = await Deployment.StartAsync(Ct, settings: Otlp(((IPEndPoint)collector.LocalEndpoint).Port));
        Assert.Equal(200, (await idp.Caller.ClientCredentialsAsync(Ct)).Status);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        using var connection = await collector.AcceptTcpClientAsync(limit.Token);
        var preface = new byte[24];
        await connection.GetStream().ReadExactlyAsync(preface, limit.Token);

        Assert.Equal("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Encoding.ASCII.GetString(preface));
    }

    [Fact]
    public async Task A_collector_that_is_away_disturbs_neither_requests_nor_the_end()
    {
        await using var idp = await Deployment.StartAsync(Ct, settings: Otlp(1));
        for (var request = 0; request < 5; request++)
            Assert.Equal(200, (await idp.Caller.ClientCredentialsAsync(Ct)).Status);
        Assert.Equal(0, await idp.Process.TerminateAsync(TimeSpan.FromSeconds(40), Ct));
    }

    static Dictionary<string, string> Otlp(int port) => new() { ["Idp:Telemetry:OtlpEndpoint"] = $"http://127.0.0.1:{port}" };
}
