using System.Net;
using System.Net.Sockets;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Authorize;

/// <summary>S008: what is not supported is refused by name, and fetches nothing.</summary>
public sealed class RequestObjectTests(SharedApp shared) : AppTests(shared)
{
    [Theory]
    [InlineData("request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported")]
    [InlineData("request", "garbage", "request_not_supported")]
    [InlineData("registration", "{}", "registration_not_supported")]
    [InlineData("registration", """{"jwks_uri":"https://evil.example/jwks"}""", "registration_not_supported")]
    public async Task Request_objects_and_registrations_by_value_are_not_supported(string name, string value, string error)
    {
        using var browser = await SignedInAsync();
        Expect.Error(await browser.GetAsync(AuthorizeUrl(TestClients.Web, (name, value)), Ct), error);
    }

    [Fact]
    public async Task A_request_uri_is_not_supported_and_not_fetched()
    {
        using var canary = new TcpListener(IPAddress.Loopback, 0);
        canary.Start();
        var port = ((IPEndPoint)canary.LocalEndpoint).Port;
        using var browser = await SignedInAsync();
        foreach (var uri in new[] { $"http://127.0.0.1:{port}/ro", $"https://127.0.0.1:{port}/ro#hash", "urn:ietf:params:oauth:request_uri:x", "file:///etc/passwd" })
            Expect.Error(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("request_uri", uri)), Ct), "request_uri_not_supported");
        var claims = "{\"userinfo\":{\"name\":{\"value\":\"http://127.0.0.1:" + port + "/c\"}}}";
        Expect.Code(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("claims", claims)), Ct));
        Assert.False(canary.Pending());
    }

    [Fact]
    public async Task A_request_object_inside_does_not_excuse_an_unregistered_redirect_uri_outside()
    {
        using var browser = await SignedInAsync();
        Expect.Page(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("request", "eyJhbGciOiJub25lIn0.e30."), ("redirect_uri", TestClients.EvilCallback)), Ct));
    }

    public static TheoryData<string> BadClaims() =>
    [
        "[]", "null", "1", "\"x\"", "{", "{}{}", "{\"userinfo\":[]}", "{\"id_token\":\"name\"}", "{\"userinfo\":{\"name\":1}}",
        "{\"userinfo\":{\"name\":[]}}", "{\"userinfo\":{},\"userinfo\":{}}", "{\"userinfo\":{\"a\":null,\"a\":null}}",
        "{\"userinfo\":{\"name\":{\"value\":\"" + new string('x', 5000) + "\"}}}",
        "{\"userinfo\":{" + string.Join(',', Enumerable.Range(0, 60).Select(i => $"\"c{i}\":null")) + "}}",
        "{\"userinfo\":" + string.Concat(Enumerable.Repeat("{\"a\":", 500)) + "null" + new string('}', 501),
        "{\"userinfo\":{\"a\":{\"value\":" + new string('[', 1000) + new string(']', 1000) + "}}}",
        "{\"userinfo\":{\"a\":{\"value\":1e999}}}garbage",
    ];

    [Theory]
    [MemberData(nameof(BadClaims))]
    public async Task A_claims_parameter_that_is_malformed_or_too_large_is_invalid_request(string claims)
    {
        using var browser = await SignedInAsync();
        Expect.Error(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("claims", claims)), Ct), "invalid_request");
    }

    [Fact]
    public async Task Discovery_says_that_neither_is_supported()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration");
        var metadata = (await App.SendAsync(request)).Json;
        Assert.False(metadata.GetProperty("request_parameter_supported").GetBoolean());
        Assert.False(metadata.GetProperty("request_uri_parameter_supported").GetBoolean());
    }
}
