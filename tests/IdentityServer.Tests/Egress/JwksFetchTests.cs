using IdentityServer.Domain.Jose;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Egress;
using IdentityServer.Tests.Fixture;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IdentityServer.Tests.Egress;

/// <summary>What an administrator is told of a JWK set that cannot be had, and what nobody is told.</summary>
public sealed class JwksFetchTests : IAsyncDisposable, ILogger<RemoteKeyLog>
{
    readonly Outside outside = new();
    readonly List<string> logged = [];

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => outside.DisposeAsync();

    [Theory]
    [InlineData("200 OK", "application/json", OtherServer.Jwks, null)]
    [InlineData("200 OK", "text/plain", OtherServer.Jwks, null)]
    [InlineData("200 OK", "text/html", OtherServer.Jwks, JwksProblem.HtmlPage)]
    [InlineData("200 OK", "application/json", "<html>SECRET", JwksProblem.HtmlPage)]
    [InlineData("200 OK", "application/json", "SECRET", JwksProblem.NotJson)]
    [InlineData("200 OK", "application/json", "", JwksProblem.NotJson)]
    [InlineData("200 OK", "application/json", "{\"keys\":[]}", JwksProblem.Empty)]
    [InlineData("204 No Content", "application/json", "", JwksProblem.StatusWrong, "HTTP 204")]
    [InlineData("302 Found", "application/json", "SECRET", JwksProblem.Redirected, "HTTP 302")]
    [InlineData("401 Unauthorized", "application/json", OtherServer.Jwks, JwksProblem.NotPublic, "HTTP 401")]
    [InlineData("403 SECRET", "text/html", "SECRET", JwksProblem.NotPublic, "HTTP 403")]
    [InlineData("404 Not Found", "text/html", "SECRET", JwksProblem.NotFound, "HTTP 404")]
    [InlineData("410 Gone", "text/html", "SECRET", JwksProblem.NotFound, "HTTP 410")]
    [InlineData("500 SECRET", "application/json", "SECRET", JwksProblem.StatusWrong, "HTTP 500")]
    [InlineData("999 SECRET", "application/json", "SECRET", JwksProblem.StatusWrong, "HTTP 999")]
    public async Task Every_answer_becomes_keys_or_one_problem(string status, string type, string body, JwksProblem? expected, string? detail = null)
    {
        await using var server = new OtherServer(OtherServer.Http(body, status, $"Content-Type: {type}; charset=utf-8\r\n"));
        var url = Url(server);
        var answer = await new JwksFetch(outside.Http).FetchAsync(url, Ct);
        Assert.Equal((expected, detail), (answer.Problem, answer.Detail));
        Assert.Equal(expected is null, answer.Keys?.Find("1", JwsAlgorithm.ES256) is not null);
    }

    [Theory]
    [InlineData("https://nowhere.test/", JwksProblem.Unreachable, "the name cannot be resolved")]
    [InlineData("https://refuses.test/", JwksProblem.Unreachable, "the connection was refused")]
    [InlineData("https://inside.test/", JwksProblem.AddressForbidden, "the name leads to a private, local or reserved address")]
    [InlineData("http://refuses.test/", JwksProblem.UrlForbidden, "the URL must use https")]
    public async Task A_server_that_is_not_reached_is_a_problem_with_its_reason(string url, JwksProblem expected, string detail)
    {
        outside.Name("refuses.test", "8.8.8.8");
        outside.Name("inside.test", "10.0.0.1");
        var answer = await new JwksFetch(outside.Http).FetchAsync(new(url), Ct);
        Assert.Equal(expected, answer.Problem);
        Assert.StartsWith(detail, answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_logged_once_with_the_host_alone()
    {
        var answer = OtherServer.Http("SECRET", "503 SECRET");
        await using var server = new OtherServer(async stream =>
        {
            while (await OtherServer.ReadHeadAsync(stream) is { Length: > 0 }) await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer), Ct);
        });
        var clock = new ManualClock();
        var url = Url(server);
        var set = new RemoteKeySets(new JwksFetch(outside.Http), clock, null, new RemoteKeyLog(this)).For(url.OriginalString);
        for (var i = 0; i < 3; i++, clock.Advance(RemoteKeySet.CoolDown)) await set.KeysAsync(null, JwsAlgorithm.ES256, Ct);
        answer = OtherServer.Http(OtherServer.Jwks);
        Assert.NotNull((await set.KeysAsync(null, JwsAlgorithm.ES256, Ct)).Keys);
        Assert.Equal(
            [
                "Warning The keys at good.test cannot be fetched: jwks_status HTTP 503. The last good ones serve for 24 hours after they were read",
                "Information The keys at good.test are fetched again",
            ], logged);
    }

    [Fact]
    public async Task The_server_fetches_what_its_operator_has_listed()
    {
        await using var server = new OtherServer(OtherServer.Http(OtherServer.Jwks));
        await using var app = await IdpApp.StartAsync(new Dictionary<string, string> { ["Idp:Egress:AllowedHosts:0"] = $"127.0.0.1:{server.Port}" });
        var sets = app.Service<RemoteKeySets>();
        Assert.NotNull((await sets.For($"http://127.0.0.1:{server.Port}/jwks").KeysAsync("1", JwsAlgorithm.ES256, Ct)).Keys);
        Assert.Equal(JwksProblem.UrlForbidden, (await sets.For($"http://127.0.0.2:{server.Port}/jwks").KeysAsync("1", JwsAlgorithm.ES256, Ct)).Problem);
        Assert.Equal(JwksProblem.UrlForbidden, (await sets.For($"{IdpApp.Issuer}/.well-known/jwks.json").KeysAsync("1", JwsAlgorithm.ES256, Ct)).Problem);
        Assert.Equal(1, server.Connections);
    }

    Uri Url(OtherServer server) => new($"http://{outside.List("good.test", server)}/private-path?private=query");

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        logged.Add($"{logLevel} {formatter(state, exception)}");

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;
}
