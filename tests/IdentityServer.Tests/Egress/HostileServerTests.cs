using System.Diagnostics;
using System.Net;
using System.Text;
using IdentityServer.Egress;
using IdentityServer.Tests.Operations;
using Xunit;

namespace IdentityServer.Tests.Egress;

/// <summary>S112: whatever a server does, a call ends in five seconds and a mebibyte.</summary>
[Collection(Alone.Name)]
public sealed class HostileServerTests : IAsyncDisposable
{
    const int HundredMegabytes = 100 * 1024 * 1024;

    /// <summary>What the operating system takes from a server for a client that does not read.</summary>
    const int Buffers = 16 * 1024 * 1024;

    static readonly TimeSpan Longest = TimeSpan.FromSeconds(5.5);

    readonly Outside outside = new();
    readonly List<OtherServer> servers = [];

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await outside.DisposeAsync();
        foreach (var server in servers) await server.DisposeAsync();
    }

    /// <summary>A server that says this after it has read a request.</summary>
    string Says(string host, Func<Stream, Task> talk, string scheme = "http")
    {
        var server = new OtherServer(async stream =>
        {
            if (scheme == "http") await OtherServer.ReadHeadAsync(stream);
            await talk(stream);
        });
        servers.Add(server);
        return $"{scheme}://{outside.List(host, server)}/jwks";
    }

    static Func<Stream, Task> Forever(string start, string again, double seconds) => async stream =>
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(start));
        var bytes = Encoding.ASCII.GetBytes(again);
        for (var written = 0; written < HundredMegabytes; written += bytes.Length)
        {
            await stream.WriteAsync(bytes);
            if (seconds > 0) await Task.Delay(TimeSpan.FromSeconds(seconds));
        }
    };

    static Task Silence(Stream stream) => Task.Delay(TimeSpan.FromMinutes(1), Ct);

    [Fact]
    public async Task Nothing_takes_longer_than_five_seconds_nor_more_than_a_mebibyte()
    {
        var megabyte = new string('x', 1024 * 1024);
        (string Url, EgressProblem Expected)[] cases =
        [
            (Says("announced.test", Forever($"HTTP/1.1 200 OK\r\nContent-Length: {HundredMegabytes}\r\n\r\n", megabyte, 0)), EgressProblem.TooLarge),
            (Says("endless.test", Forever("HTTP/1.1 200 OK\r\n\r\n", megabyte, 0)), EgressProblem.TooLarge),
            (Says("chunked.test", Forever("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", $"100000\r\n{megabyte}\r\n", 0)), EgressProblem.TooLarge),
            (Says("extension.test", Forever("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", megabyte, 0)), EgressProblem.Unreachable),
            (Says("bomb.test", Forever($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1000\r\n\r\n", "\u001f", 0.01)), EgressProblem.Compressed),
            (Says("drip.test", Forever("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", "x", 1)), EgressProblem.TimedOut),
            (Says("head.test", Forever("HTTP/1.1 200 OK\r\n", "X-More: " + new string('x', 1000) + "\r\n", 0)), EgressProblem.TooLarge),
            (Says("drip-head.test", Forever("HTTP/1.1 200 OK\r\n", "X: y\r\n", 1)), EgressProblem.TimedOut),
            (Says("line.test", Forever("HTTP/1.1 200 ", megabyte, 0)), EgressProblem.TooLarge),
            (Says("continue.test", Forever("", "HTTP/1.1 100 Continue\r\n\r\n", 0.01)), EgressProblem.TimedOut),
            (Says("silent.test", Silence), EgressProblem.TimedOut),
            (Says("silent-tls.test", Silence, "https"), EgressProblem.TimedOut),
            (Says("no-tls.test", async stream => await stream.WriteAsync(Encoding.ASCII.GetBytes(OtherServer.Http("{}"))), "https"), EgressProblem.CertificateInvalid),
            (Says("rubbish.test", async stream => await stream.WriteAsync("SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray())), EgressProblem.Unreachable),
            (Says("hangs-up.test", stream => stream.DisposeAsync().AsTask()), EgressProblem.Unreachable),
            (Says("half.test", async stream => await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"u8.ToArray())), EgressProblem.Unreachable),
        ];

        var clock = Stopwatch.StartNew();
        await Task.WhenAll(cases.Select(async one =>
        {
            var answer = await outside.GetAsync(one.Url, Ct);
            Assert.Equal((one.Url, one.Expected), (one.Url, answer.Problem));
            Assert.True(clock.Elapsed < Longest, $"{one.Url}: {clock.Elapsed}");
            Assert.True(answer.Body.IsEmpty);
        }));
        // The connections are given up too: within moments nobody writes any more.
        await Task.Delay(500, Ct);
        Assert.All(servers, server => Assert.InRange(server.Written, 0, Buffers));
    }

    [Fact]
    public async Task A_resolver_and_addresses_that_never_answer_cost_five_seconds()
    {
        outside.Names["stuck-name.test"] = () =>
        {
            Thread.Sleep(TimeSpan.FromSeconds(8));
            return [];
        };
        outside.Name("stuck-address.test", "8.8.8.8");
        outside.Name("stuck-addresses.test", "8.8.8.8", "8.8.8.8", "8.8.8.8", "8.8.8.8", "8.8.8.8", "8.8.8.8");
        outside.Blackholes[IPAddress.Parse("8.8.8.8")] = true;
        var clock = Stopwatch.StartNew();
        var answers = await Task.WhenAll(new[] { "stuck-name.test", "stuck-address.test", "stuck-addresses.test" }.Select(host => outside.GetAsync($"https://{host}/", Ct)));
        Assert.All(answers, answer => Assert.Equal(EgressProblem.TimedOut, answer.Problem));
        Assert.True(clock.Elapsed < Longest, $"{clock.Elapsed}");
    }

    [Fact]
    public async Task An_address_that_does_not_answer_leaves_time_for_the_next()
    {
        await using var server = new OtherServer(OtherServer.Http("{}"));
        outside.Blackholes[IPAddress.Parse("8.8.8.8")] = true;
        var host = outside.List("good.test", server);
        outside.Names["good.test"] = () => [IPAddress.Parse("8.8.8.8"), IPAddress.Loopback];
        Assert.Equal(200, (await outside.GetAsync($"http://{host}/", Ct)).Status);
    }
}
