using System.Text.Json;
using IdentityServer.Tests.Fixture;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace IdentityServer.Tests.House;

/// <summary>Discovery says what is there, all of it, and nothing else.</summary>
public sealed class DiscoveryTests(SharedApp shared) : AppTests(shared)
{
    const string Path = "/.well-known/openid-configuration";
    const string Twin = "/.well-known/oauth-authorization-server";

    /// <summary>Doors that are not for clients to find: the way back from our own pages, the way to providers and back, the second name of the key set, and discovery itself.</summary>
    static readonly string[] Unannounced = ["/connect/authorize/resume", "/connect/login/{connection}", "/connect/callback/{connection}", "/connect/backchannel/{connection}", "/connect/endsession/callback",
        "/.well-known/openid-configuration/jwks", Path, Twin];

    async Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await App.SendAsync(request);
    }

    async Task<string[]> AnnouncedAsync() =>
        [.. (await GetAsync(Path)).Json.EnumerateObject()
            .Where(member => member.Name.EndsWith("_endpoint", StringComparison.Ordinal) || member.Name is "jwks_uri" or "check_session_iframe")
            .Select(member => member.Value.GetString()!)];

    [Fact]
    public async Task Every_mapped_protocol_endpoint_is_in_discovery_and_every_one_in_discovery_is_mapped()
    {
        var mapped = App.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(path => path.StartsWith("/connect/", StringComparison.Ordinal) || path.StartsWith("/.well-known/", StringComparison.Ordinal))
            .Distinct().ToArray();
        Assert.True(mapped.Length > 8);
        Assert.Equal(mapped.Except(Unannounced).Select(path => IdpApp.Issuer + path).Order(StringComparer.Ordinal), (await AnnouncedAsync()).Order(StringComparer.Ordinal));
        Assert.Empty(Unannounced.Except(mapped));
    }

    [Fact]
    public async Task Every_announced_address_answers_and_lies_below_the_issuer()
    {
        foreach (var address in await AnnouncedAsync())
        {
            Assert.StartsWith(IdpApp.Issuer + "/", address, StringComparison.Ordinal);
            Assert.NotEqual(404, (await GetAsync(address[IdpApp.Issuer.Length..])).Status);
        }
    }

    [Fact]
    public async Task Both_documents_are_the_same_bytes_and_stay_so()
    {
        var (first, twin, again) = (await GetAsync(Path), await GetAsync(Twin), await GetAsync(Path));
        Assert.Equal(200, first.Status);
        Assert.Equal(first.Body, twin.Body);
        Assert.Equal(first.Body, again.Body);
    }

    [Theory]
    [InlineData(Path)]
    [InlineData(Twin)]
    [InlineData("/.well-known/jwks.json")]
    [InlineData("/.well-known/openid-configuration/jwks")]
    public async Task Metadata_and_keys_are_public_cacheable_JSON_for_every_origin_and_set_no_cookie(string path)
    {
        var answer = await GetAsync(path, ("Origin", "https://evil.example"));
        Assert.Equal(200, answer.Status);
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.True(answer.Headers.CacheControl!.Public);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.InRange(answer.Headers.CacheControl.MaxAge!.Value, TimeSpan.FromSeconds(60), TimeSpan.FromDays(1));
        Assert.True(answer.ContentHeaders.ContentType!.MediaType is "application/json" or "application/jwk-set+json");
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.DoesNotContain("Origin", answer.Headers.Vary);
        using var head = new HttpRequestMessage(HttpMethod.Head, path);
        var quiet = await App.SendAsync(head);
        Assert.Equal(200, quiet.Status);
        using var post = new HttpRequestMessage(HttpMethod.Post, path);
        Assert.Equal(405, (await App.SendAsync(post)).Status);
    }

    [Fact]
    public async Task Keys_are_public_named_apart_and_say_what_they_are_for()
    {
        var keys = (await GetAsync("/.well-known/jwks.json")).Json.GetProperty("keys").EnumerateArray().ToArray();
        Assert.NotEmpty(keys);
        Assert.Equal(keys.Length, keys.Select(key => key.GetProperty("kid").GetString()).Distinct().Count());
        foreach (var key in keys)
        {
            Assert.Equal("sig", key.GetProperty("use").GetString());
            Assert.NotEqual("oct", key.GetProperty("kty").GetString());
            Assert.NotEmpty(key.GetProperty("alg").GetString()!);
            foreach (var secret in new[] { "d", "p", "q", "dp", "dq", "qi", "k", "oth" }) Assert.False(key.TryGetProperty(secret, out _));
        }
    }

    [Fact]
    public async Task The_members_have_the_values_that_the_certification_suite_looks_for()
    {
        var metadata = (await GetAsync(Path)).Json;
        Assert.Equal(IdpApp.Issuer, metadata.GetProperty("issuer").GetString());
        string[] List(string name) => [.. metadata.GetProperty(name).EnumerateArray().Select(value => value.GetString()!)];
        Assert.Equal(["code"], List("response_types_supported"));
        Assert.Equal(["form_post", "fragment", "query"], List("response_modes_supported").Order(StringComparer.Ordinal));
        Assert.Contains("RS256", List("id_token_signing_alg_values_supported"));
        Assert.DoesNotContain("none", List("id_token_signing_alg_values_supported"));
        Assert.Equal(["public"], List("subject_types_supported"));
        Assert.Contains("openid", List("scopes_supported"));
        Assert.DoesNotContain("implicit", List("grant_types_supported"));
        Assert.DoesNotContain("password", List("grant_types_supported"));
        Assert.Contains("client_secret_post", List("token_endpoint_auth_methods_supported"));
        Assert.DoesNotContain("none", List("introspection_endpoint_auth_methods_supported"));
        Assert.All(List("scopes_supported"), scope => Assert.Matches("^[!#-\\[\\]-~]+$", scope));
        Assert.All(metadata.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Array), member =>
            Assert.Equal(member.Value.GetArrayLength(), member.Value.EnumerateArray().Select(value => value.ToString()).Distinct().Count()));
    }
}
