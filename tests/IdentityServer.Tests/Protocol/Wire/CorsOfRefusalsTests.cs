using System.Text;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Grants;
using IdentityServer.Storage;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Protocol.Wire;

/// <summary>S132: a page whose origin some client registered reads why nobody was served, whatever the status; no other does.</summary>
public sealed class CorsOfRefusalsTests : IAsyncLifetime
{
    readonly Poison poison = new();
    IdpApp app = null!;

    public async ValueTask InitializeAsync() => app = await IdpApp.StartAsync(services: services =>
    {
        poison.Spread<ITokenFamilyStore>(services);
        poison.Spread<IClientStore>(services);
    });

    public ValueTask DisposeAsync() => app.DisposeAsync();

    Task<Answer> SendAsync(string method, string path, string body, string origin, string? authorization = null, string contentType = RawCalls.Form) =>
        app.RawAsync(new HttpMethod(method), path, Encoding.UTF8.GetBytes(body), authorization, contentType, ("Origin", origin));

    async Task<IReadOnlyList<(int Status, Func<string, Task<Answer>> SendAsync)>> CallsAsync()
    {
        var tokens = await app.TokensAsync(TestClients.Public);
        var machine = await app.FormAsync("/connect/token", TestClients.Service, ("grant_type", "client_credentials"));
        var large = "client_id=pub&x=" + new string('x', 1_200_000);
        List<(int, Func<string, Task<Answer>>)> calls = [];
        foreach (var path in (string[])["/connect/token", "/connect/revoke", "/connect/userinfo"])
        {
            calls.Add((405, origin => SendAsync("PUT", path, "", origin)));
            calls.Add((413, origin => SendAsync("POST", path, large, origin)));
            calls.Add((400, origin => SendAsync("POST", path, "{}", origin, null, "application/json")));
            calls.Add((400, origin => SendAsync("POST", path, "token=a&token=b&access_token=a&access_token=b", origin)));
        }
        foreach (var path in (string[])["/connect/token", "/connect/revoke"])
        {
            calls.Add((401, origin => SendAsync("POST", path, "client_id=nobody&grant_type=refresh_token&token=x", origin)));
            calls.Add((401, origin => SendAsync("POST", path, "client_id=pub&client_secret=x&token=x", origin)));
            calls.Add((401, origin => SendAsync("POST", path, "token=x", origin, "Basic !")));
        }
        calls.Add((401, origin => SendAsync("GET", "/connect/userinfo", "", origin)));
        calls.Add((401, origin => SendAsync("GET", "/connect/userinfo", "", origin, "Bearer nonsense")));
        calls.Add((401, origin => SendAsync("GET", "/connect/userinfo", "", origin, $"Bearer {Forge.Unsigned(tokens.AccessToken)}")));
        calls.Add((403, origin => SendAsync("GET", "/connect/userinfo", "", origin, $"Bearer {machine.AccessToken}")));
        foreach (var (status, trouble) in new (int, Exception)[] { (500, new InvalidOperationException("a secret of ours")), (503, new StorageUnavailableException("a secret of the driver")) })
        {
            calls.Add((status, origin => BrokenAsync(trouble, () => SendAsync("POST", "/connect/token", $"client_id=pub&grant_type=refresh_token&refresh_token={tokens.RefreshToken}", origin))));
            calls.Add((status, origin => BrokenAsync(trouble, () => SendAsync("POST", "/connect/revoke", $"client_id=pub&token={tokens.RefreshToken}", origin))));
            calls.Add((status, origin => BrokenAsync(trouble, () => SendAsync("GET", "/connect/userinfo", "", origin, $"Bearer {tokens.AccessToken}"))));
        }
        return calls;
    }

    async Task<Answer> BrokenAsync(Exception trouble, Func<Task<Answer>> call)
    {
        poison.Act(typeof(ITokenFamilyStore), trouble);
        try
        {
            return await call();
        }
        finally
        {
            poison.Cure();
        }
    }

    static string? Allowed(Answer answer) => answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? string.Join('|', values) : null;

    [Fact]
    public async Task A_registered_origin_reads_every_refusal_that_belongs_to_nobody()
    {
        var calls = await CallsAsync();
        foreach (var (status, sendAsync) in calls)
        {
            var answer = await sendAsync(TestClients.Origin);
            Assert.True(status == answer.Status, $"{status} was expected, not {answer}");
            Assert.True(TestClients.Origin == Allowed(answer), answer.ToString());
            Assert.Contains("Origin", answer.Headers.Vary);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
            Assert.Contains("WWW-Authenticate", answer.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
        }
        Assert.Equal([400, 401, 403, 405, 413, 500, 503], calls.Select(call => call.Status).Distinct().Order());
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("*")]
    [InlineData("https://app.example.evil.example")]
    [InlineData("http://app.example")]
    [InlineData("https://app.example/")]
    public async Task An_origin_that_nobody_registered_reads_none_of_them(string origin)
    {
        foreach (var (status, sendAsync) in await CallsAsync())
        {
            var answer = await sendAsync(origin);
            Assert.Equal(status, answer.Status);
            Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
            Assert.Contains("Origin", answer.Headers.Vary);
        }
    }

    /// <summary>Who is known is answered for itself, refusals too.</summary>
    [Fact]
    public async Task Once_the_client_is_known_only_its_own_origins_read()
    {
        foreach (var (path, body, status) in new[] { ("/connect/token", "grant_type=refresh_token&refresh_token=x", 400), ("/connect/token", "grant_type=client_credentials", 200), ("/connect/revoke", "", 400), ("/connect/revoke", "token=x", 200) })
        {
            var answer = await SendAsync("POST", path, body, TestClients.Origin, RawCalls.BasicOf(TestClients.Service));
            Assert.Equal((status, null), (answer.Status, Allowed(answer)));
            Assert.Contains("Origin", answer.Headers.Vary);
        }
    }

    /// <summary>Nobody can say who registered what, and so nobody reads.</summary>
    [Fact]
    public async Task While_nobody_can_tell_who_registered_an_origin_nobody_reads()
    {
        poison.Act(typeof(IClientStore), new StorageUnavailableException("a secret of the driver"));
        var answer = await SendAsync("POST", "/connect/token", "client_id=pub&grant_type=refresh_token", TestClients.Origin);
        Assert.Equal((503, null), (answer.Status, Allowed(answer)));
        var preflight = await SendAsync("OPTIONS", "/connect/token", "", TestClients.Origin);
        Assert.Equal((204, null), (preflight.Status, Allowed(preflight)));
        poison.Cure();
    }

    [Fact]
    public async Task Back_ends_get_no_header_of_it()
    {
        var answer = await app.FormAsync("/connect/token", TestClients.Service, ("grant_type", "client_credentials"));
        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }
}
