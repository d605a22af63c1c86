using System.Diagnostics;
using System.Text;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Wire;

/// <summary>S122, as far as the server itself decides; the limits on headers and the request line are Kestrel's.</summary>
public sealed class LargeRequestsTests(SqliteNode node) : IClassFixture<SqliteNode>
{
    static readonly string Basic = RawCalls.BasicOf(TestClients.Service);

    readonly IdpApp app = node.First;

    public static TheoryData<string> ForClients => new("/connect/token", "/connect/introspect", "/connect/revoke", "/connect/userinfo");

    [Theory]
    [MemberData(nameof(ForClients))]
    public async Task A_body_that_is_too_large_is_refused(string path)
    {
        foreach (var size in (int[])[64 * 1024 + 1, 10_000_000])
            (await app.RawAsync(path, "a=" + new string('b', size - 2), Basic)).Refuses("invalid_request", 413);
    }

    [Theory]
    [MemberData(nameof(ForClients))]
    public async Task A_body_that_does_not_say_how_large_it_is_is_refused_once_it_is(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StreamContent(new Endless(200_000)) };
        request.Content.Headers.ContentType = new(RawCalls.Form);
        request.Headers.TransferEncodingChunked = true;
        request.Headers.TryAddWithoutValidation("Authorization", Basic);
        (await app.SendAsync(request)).Refuses("invalid_request", 413);
    }

    [Theory]
    [MemberData(nameof(ForClients))]
    public async Task Ten_thousand_parameters_are_refused_cheaply(string path)
    {
        string[] bodies =
        [
            string.Join('&', Enumerable.Range(0, 9_000).Select(i => $"{i}=1")), string.Join('&', Enumerable.Range(0, 101).Select(i => $"k{i}=v")),
            string.Concat(Enumerable.Repeat("a&", 30_000)), string.Concat(Enumerable.Repeat("a=&", 20_000)), string.Concat(Enumerable.Repeat("resource=a&", 5_000)), new string('&', 60_000), new string('=', 60_000),
            string.Concat(Enumerable.Repeat("%41", 20_000)), "scope=" + string.Concat(Enumerable.Repeat("a+", 30_000)),
        ];
        await app.RawAsync(path, "warm=up", Basic);
        foreach (var body in bodies)
        {
            var start = Stopwatch.GetTimestamp();
            var answer = await app.RawAsync(path, body, Basic);
            Assert.InRange(answer.Status, 400, 413);
            answer.IsWellFormedRefusal();
            // 100 ms of CPU is the limit; the clock on the wall has the neighbours in it.
            Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task One_very_long_value_in_any_parameter_is_refused_or_ignored()
    {
        var huge = new string('a', 60_000);
        foreach (var name in (string[])["grant_type", "code", "refresh_token", "redirect_uri", "code_verifier", "client_id", "client_secret", "scope", "resource", "token", "client_assertion", "access_token"])
        {
            foreach (var row in ForClients)
            {
                var answer = await app.RawAsync(row.Data, $"{name}={huge}", Basic);
                Assert.InRange(answer.Status, 200, 499);
                if (answer.Status != 200) answer.IsWellFormedRefusal();
            }
        }
    }

    [Theory]
    [InlineData("state", 4097)]
    [InlineData("nonce", 513)]
    [InlineData("login_hint", 513)]
    [InlineData("acr_values", 513)]
    [InlineData("foo", 8193)]
    public async Task A_parameter_of_an_authorization_request_has_a_longest_length(string name, int length)
    {
        using var browser = app.NewBrowser();
        var back = await browser.AuthorizeAsync(AuthorizeUrl(changes: (name, new string('a', length))));
        Assert.Equal("invalid_request", back["error"]);
        Assert.Equal(200, (await app.RedeemAsync(await browser.AuthorizeAsync(AuthorizeUrl(changes: (name, new string('a', length - 1)))))).Status);
    }

    [Fact]
    public async Task An_authorization_request_by_post_is_limited_too()
    {
        Assert.InRange(await StatusAsync("a=" + new string('b', 70_000)), 400, 413);
        Assert.InRange(await StatusAsync(string.Join('&', Enumerable.Range(0, 5_000).Select(i => $"{i}=1"))), 400, 413);

        async Task<int> StatusAsync(string body) => (await app.RawAsync("/connect/authorize", body)).Status;
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("4294967296")]
    [InlineData("0x10")]
    [InlineData(" 1")]
    [InlineData("１")]
    [InlineData("[]")]
    public async Task A_number_that_is_none_is_refused(string maxAge)
    {
        using var browser = app.NewBrowser();
        Assert.Equal("invalid_request", (await browser.AuthorizeAsync(AuthorizeUrl(changes: ("max_age", maxAge))))["error"]);
    }

    /// <summary>The largest that is one is so long that it means nothing.</summary>
    [Fact]
    public async Task The_largest_max_age_harms_nothing()
    {
        using var browser = app.NewBrowser();
        (await app.RedeemAsync(await browser.AuthorizeAsync(AuthorizeUrl(changes: ("max_age", "4294967295"))))).Grants();
    }

    /// <summary>A form that goes on and on, and cannot be asked for its length.</summary>
    sealed class Endless(long length) : MemoryStream(Encoding.ASCII.GetBytes("a=" + new string('b', (int)length - 2)))
    {
        public override bool CanSeek => false;
    }
}
