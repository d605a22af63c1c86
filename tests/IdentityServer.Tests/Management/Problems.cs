using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Management;

/// <summary>What every refusal of the management API looks like: RFC 9457 §3.</summary>
public static class Problems
{
    public static void IsProblem(this Answer answer, int status, string error, string? member = null)
    {
        Assert.True(status == answer.Status, $"{status} {error} was expected, not {answer}");
        Assert.Equal("application/problem+json", answer.ContentHeaders.ContentType?.ToString());
        Assert.True(answer.Headers.CacheControl is { NoStore: true }, $"no-store is missing: {answer}");
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.Equal(["title", "status", "detail", "error", "errorCode", "errorId", .. member is null ? Array.Empty<string>() : ["member"]],
            answer.Json.EnumerateObject().Select(one => one.Name));
        Assert.Equal(status, answer.Json.GetProperty("status").GetInt32());
        Assert.Equal(error, answer["error"]);
        Assert.Equal(error.Replace("_", "", StringComparison.Ordinal), answer["errorCode"]!, ignoreCase: true);
        Assert.Equal(member, answer["member"]);
        Assert.NotEmpty(answer["title"]!);
        Assert.NotEmpty(answer["errorId"]!);
        Assert.DoesNotContain("   at ", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("IdentityServer", answer.Body, StringComparison.Ordinal);
        Assert.Equal(status is 401 or 403, answer.Headers.WwwAuthenticate.Count == 1);
    }
}
