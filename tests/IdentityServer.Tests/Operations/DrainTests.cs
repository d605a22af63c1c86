using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Operations;

/// <summary>SIGTERM under load: the node first says that it is not ready, answers all that it got, and ends with 0. F05.</summary>
[Collection(Alone.Name)]
public sealed class DrainTests
{
    const int Callers = 6;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_that_is_stopped_under_load_fails_no_request()
    {
        await using var idp = await Deployment.StartAsync(Ct);
        var load = new Load(idp);
        var callers = Enumerable.Range(0, Callers).Select(caller => Task.Run(() => load.CallAsync(caller % 2 == 0))).ToArray();
        await Task.Delay(1000, Ct);
        Assert.False(load.Stopped);

        idp.Process.BeginTerminate();
        // One that was accepted in time and ends after the others: its body comes slowly.
        var slow = SlowAsync(idp, TimeSpan.FromMilliseconds(3500));
        var balancer = await load.WatchAsync();
        await Task.WhenAll(callers);

        Assert.Equal(0, await idp.Process.WaitForExitAsync(TimeSpan.FromSeconds(30), Ct));
        Assert.Empty(load.Failures);
        Assert.Equal(503, balancer.Status);
        Assert.Contains("shutting down", balancer["problem"], StringComparison.Ordinal);
        Assert.True(load.AnsweredAfterwards > 0, "Nothing was answered after the node had said that it is not ready.");
        Assert.Equal(200, await slow);
    }

    [Fact]
    public async Task In_development_it_ends_at_once()
    {
        await using var idp = await Deployment.StartAsync(Ct, environment: "Development");
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, await idp.Process.TerminateAsync(TimeSpan.FromSeconds(30), Ct));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    static async Task<int> SlowAsync(Deployment idp, TimeSpan pause)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new SlowForm($"grant_type=client_credentials&scope=cart&resource={Uri.EscapeDataString(TestClients.Api)}", pause),
            Headers = { Authorization = Basic(TestClients.Web, TestClients.SecretOf(TestClients.Web)) },
        };
        return (await idp.Caller.SendAsync(request, Ct)).Status;
    }

    /// <summary>Clients behind a balancer that needs a second to notice that a node is not ready.</summary>
    sealed class Load(Deployment idp)
    {
        volatile bool notReady;
        volatile bool stopped;
        int after;

        public ConcurrentQueue<string> Failures { get; } = new();

        public int AnsweredAfterwards => after;

        public bool Stopped => stopped;

        public async Task CallAsync(bool refreshing)
        {
            try
            {
                using var browser = idp.NewBrowser();
                var code = (await browser.AuthorizeAsync(AuthorizeUrl(TestClients.Web, ("scope", "openid offline_access"))))["code"];
                var tokens = await idp.Caller.RedeemAsync(code, Ct);
                while (!stopped)
                {
                    var late = notReady;
                    var answer = refreshing ? await idp.Caller.RefreshAsync(tokens.RefreshToken, Ct) : await idp.Caller.ClientCredentialsAsync(Ct);
                    if (answer.Status != 200) Failures.Enqueue(answer.ToString());
                    else if (late) Interlocked.Increment(ref after);
                    if (refreshing && answer.Status == 200) tokens = answer;
                    await Task.Delay(5, Ct);
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException)
            {
                Failures.Enqueue(failure.ToString());
            }
        }

        public async Task<Answer> WatchAsync()
        {
            Answer answer;
            while ((answer = await idp.Caller.GetAsync("/health/ready", Ct)).Status == 200)
                await Task.Delay(50, Ct);
            notReady = true;
            await Task.Delay(1000, Ct);
            stopped = true;
            return answer;
        }
    }

    sealed class SlowForm : HttpContent
    {
        readonly byte[] body;
        readonly TimeSpan pause;

        public SlowForm(string body, TimeSpan pause)
        {
            (this.body, this.pause) = (Encoding.ASCII.GetBytes(body), pause);
            Headers.ContentType = new("application/x-www-form-urlencoded");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(body.AsMemory(0, 10));
            await stream.FlushAsync();
            await Task.Delay(pause);
            await stream.WriteAsync(body.AsMemory(10));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }
}
