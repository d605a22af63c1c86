using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Protocol.Wire;

/// <summary>S029, conformance 31: methods, content types, and where parameters may stand.</summary>
public sealed class MethodsTests(SqliteNode node) : IClassFixture<SqliteNode>
{
    static readonly string Basic = RawCalls.BasicOf(TestClients.Service);

    readonly IdpApp app = node.First;

    [Theory]
    [InlineData("/connect/token", "POST, OPTIONS", "GET HEAD PUT PATCH DELETE TRACE CONNECT FOO post")]
    [InlineData("/connect/revoke", "POST, OPTIONS", "GET HEAD PUT PATCH DELETE TRACE FOO")]
    [InlineData("/connect/introspect", "POST", "GET HEAD PUT PATCH DELETE TRACE FOO OPTIONS")]
    [InlineData("/connect/userinfo", "GET, POST, OPTIONS", "HEAD PUT PATCH DELETE TRACE FOO")]
    [InlineData("/connect/authorize", "GET, POST", "HEAD PUT PATCH DELETE TRACE FOO OPTIONS")]
    [InlineData("/connect/endsession", "GET, POST", "HEAD PUT PATCH DELETE TRACE FOO OPTIONS")]
    [InlineData("/.well-known/jwks.json", "GET, HEAD", "POST PUT PATCH DELETE TRACE FOO OPTIONS")]
    [InlineData("/.well-known/openid-configuration", "GET, HEAD", "POST PUT DELETE FOO OPTIONS")]
    public async Task Other_methods_are_refused_in_the_endpoints_own_language(string path, string allow, string methods)
    {
        foreach (var method in methods.Split(' '))
        {
            var answer = await app.RawAsync(new HttpMethod(method), path);
            answer.Refuses("invalid_request", 405);
            Assert.Equal(allow, string.Join(", ", answer.ContentHeaders.Allow));
        }
    }

    [Theory]
    [InlineData("/.well-known/jwks.json", 200)]
    [InlineData("/.well-known/openid-configuration", 200)]
    [InlineData("/.well-known/oauth-authorization-server", 200)]
    public async Task Head_is_answered_as_get_is_where_nothing_happens(string path, int status)
    {
        var (head, get) = (await app.RawAsync(HttpMethod.Head, path), await app.RawAsync(HttpMethod.Get, path));
        Assert.Equal((status, status), (head.Status, get.Status));
        Assert.Equal(get.ContentHeaders.ContentLength, head.ContentHeaders.ContentLength);
    }

    [Theory]
    [InlineData("/connect/token", "grant_type=client_credentials")]
    [InlineData("/connect/introspect", "token=x")]
    [InlineData("/connect/revoke", "token=x")]
    public async Task Parameters_go_into_a_form_body_and_nowhere_else(string path, string body)
    {
        Assert.Equal(200, (await app.RawAsync(path, body, Basic)).Status);
        Assert.Equal(200, (await app.RawAsync(path, body, Basic, "Application/X-WWW-Form-Urlencoded ; charset=utf-8")).Status);
        Assert.Equal(200, (await app.RawAsync(path + "?", body, Basic)).Status);
        foreach (var type in (string?[])["application/json", "text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded-not", "", "application", ";", null])
            (await app.RawAsync(path, body, Basic, type)).Refuses("invalid_request");
        (await app.RawAsync($"{path}?{body}", "", Basic)).Refuses("invalid_request");
        (await app.RawAsync($"{path}?{body}", body, Basic)).Refuses("invalid_request");
        (await app.RawAsync($"{path}?client_id={TestClients.Service}&client_secret={TestClients.SecretOf(TestClients.Service)}", body)).Refuses("invalid_request");
    }

    [Theory]
    [InlineData("grant_type=client_credentials&grant_type=client_credentials")]
    [InlineData("grant_type=client_credentials&scope=cart&scope=cart")]
    [InlineData("grant_type=client_credentials&foo=1&foo=2")]
    [InlineData("grant_type=client_credentials&client_id=m2m&client_id=m2m")]
    [InlineData("grant_type=client_credentials&%67rant_type=client_credentials")]
    public async Task A_repeated_parameter_is_a_malformed_request(string body) => (await app.RawAsync("/connect/token", body, Basic)).Refuses("invalid_request");

    /// <summary>RFC 6749 §3.1, §3.2: unknown parameters are ignored, and those without a value count as missing.</summary>
    [Theory]
    [InlineData("grant_type=client_credentials&foo=bar&&=&=x&scope=")]
    [InlineData("grant_type=&grant_type=client_credentials&scope")]
    [InlineData("&grant_type=client%5Fcredentials&code_verifier=%2B&token=%26%3D")]
    public async Task Unknown_and_empty_parameters_are_ignored(string body) => (await app.RawAsync("/connect/token", body, Basic)).Grants();

    [Fact]
    public async Task An_empty_request_names_no_client()
    {
        foreach (var path in (string[])["/connect/token", "/connect/introspect", "/connect/revoke"])
            (await app.RawAsync(path, "")).Refuses("invalid_client", 401);
    }
}
