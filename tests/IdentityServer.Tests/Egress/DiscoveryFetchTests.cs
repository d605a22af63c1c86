using System.Text;
using IdentityServer.Domain.Discovery;
using IdentityServer.Egress;
using Xunit;

namespace IdentityServer.Tests.Egress;

/// <summary>What an administrator is told of a discovery document that cannot be had.</summary>
public sealed class DiscoveryFetchTests : IAsyncDisposable
{
    readonly Outside outside = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => outside.DisposeAsync();

    [Theory]
    [InlineData("200 OK", "application/json", "{\"issuer\":\"ISSUER\",\"jwks_uri\":\"https://keys.test/\"}", null)]
    [InlineData("200 OK", "application/json", "{\"issuer\":\"https://other.test\",\"jwks_uri\":\"https://keys.test/\"}", DiscoveryProblem.IssuerDiffers)]
    [InlineData("200 OK", "text/html", "SECRET", DiscoveryProblem.HtmlPage)]
    [InlineData("302 Found", "application/json", "SECRET", DiscoveryProblem.Redirected, "HTTP 302")]
    [InlineData("404 Not Found", "text/html", "SECRET", DiscoveryProblem.NotFound, "HTTP 404")]
    [InlineData("500 SECRET", "application/json", "SECRET", DiscoveryProblem.StatusWrong, "HTTP 500")]
    public async Task Every_answer_becomes_metadata_or_one_problem(string status, string type, string body, DiscoveryProblem? expected, string? detail = null)
    {
        var issuer = "";
        await using var server = new OtherServer(async stream =>
        {
            while (await OtherServer.ReadHeadAsync(stream) is { Length: > 0 })
                await stream.WriteAsync(Encoding.ASCII.GetBytes(OtherServer.Http(body.Replace("ISSUER", issuer, StringComparison.Ordinal), status, $"Content-Type: {type}\r\n")), Ct);
        });
        issuer = $"http://{outside.List("good.test", server)}";
        var answer = await new DiscoveryFetch(outside.Http).FetchAsync(issuer, Ct);
        Assert.Equal((expected, detail), (answer.Problem, answer.Detail));
        Assert.Equal(expected is null, answer.Metadata is not null);
    }
}
