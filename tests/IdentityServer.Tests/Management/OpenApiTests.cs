using IdentityServer.Tests.Fixture;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace IdentityServer.Tests.Management;

/// <summary>The description has every route, no other, and what a program needs to call it.</summary>
public sealed class OpenApiTests(SharedApp shared) : AppTests(shared)
{
    const string Path = "/openapi/v1.json";

    Task<Answer> GetAsync(params (string Name, string Value)[] headers) => App.RawAsync(HttpMethod.Get, Path, headers: headers);

    [Fact]
    public async Task Every_mapped_route_is_described_and_every_described_one_is_mapped()
    {
        var mapped = from endpoint in App.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                     let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
                     where IdentityServer.Management.ManagementDoor.IsBefore(path)
                     from method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
                     where method != "HEAD"
                     select $"{method} {path}";
        var described = from path in (await GetAsync()).Json.GetProperty("paths").EnumerateObject()
                        from operation in path.Value.EnumerateObject()
                        select $"{operation.Name.ToUpperInvariant()} {path.Name}";
        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
        Assert.Contains("GET /v1/audit", described);
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_who_may_and_how_it_refuses()
    {
        var document = (await GetAsync()).Json;
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("apiKey").GetProperty("scheme").GetString());
        Assert.Equal("apiKey", document.GetProperty("security")[0].EnumerateObject().Single().Name);
        foreach (var operation in document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(one => one.Value))
        {
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            Assert.NotEmpty(operation.GetProperty("operationId").GetString()!);
            Assert.Matches("Asks for the role|Asks for an Admin|Needs no credentials", operation.GetProperty("description").GetString());
            var responses = operation.GetProperty("responses");
            Assert.True(responses.TryGetProperty("204", out _) || Success(responses).GetProperty("content").TryGetProperty("application/json", out _));
            foreach (var status in new[] { "400", "401", "403", "500", "503" })
                Assert.Equal("#/components/schemas/Problem",
                    responses.GetProperty(status).GetProperty("content").GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString());
        }
    }

    static System.Text.Json.JsonElement Success(System.Text.Json.JsonElement responses) => responses.TryGetProperty("201", out var created) ? created : responses.GetProperty("200");

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        var answer = await GetAsync();
        foreach (var reference in System.Text.RegularExpressions.Regex.Matches(answer.Body, "\"\\$ref\": ?\"#/(?<path>[^\"]+)\"").Select(match => match.Groups["path"].Value).Distinct())
        {
            var at = answer.Json;
            foreach (var step in reference.Split('/')) Assert.True(at.TryGetProperty(step, out at), reference);
        }
    }

    [Fact]
    public async Task The_server_is_the_issuer_whatever_the_host_header_says()
    {
        var document = (await GetAsync(("Host", "evil.example"), ("X-Forwarded-Host", "evil.example"))).Json;
        Assert.Equal(IdpApp.Issuer, Assert.Single(document.GetProperty("servers").EnumerateArray()).GetProperty("url").GetString());
        Assert.DoesNotContain("evil", document.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_public_cacheable_and_the_same_each_time()
    {
        var first = await GetAsync();
        Assert.Equal(200, first.Status);
        Assert.Equal("application/json", first.ContentHeaders.ContentType?.MediaType);
        Assert.True(first.Headers.CacheControl is { Public: true, NoStore: false, MaxAge.TotalSeconds: > 0 });
        Assert.Equal(first.Body, (await GetAsync()).Body);
        Assert.Equal(304, (await GetAsync(("If-None-Match", first.Headers.ETag!.ToString()))).Status);
        Assert.DoesNotContain("IdentityServer", first.Body, StringComparison.Ordinal);
    }
}
