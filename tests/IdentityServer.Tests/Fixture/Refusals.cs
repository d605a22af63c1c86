using System.Net.Http.Headers;
using Xunit;

namespace IdentityServer.Tests.Fixture;

/// <summary>What every refusal of an endpoint for clients looks like: RFC 6749 §5.2.</summary>
public static class Refusals
{
    public const string Inactive = "{\"active\":false}";

    /// <summary>JSON, never cached, with the two members, the sentence in printable ASCII, and a challenge where the status is 401.</summary>
    public static void Refuses(this Answer answer, string error, int status = 400, bool? challenged = null)
    {
        Assert.True(answer.Status == status, $"{status} {error} was expected, not {answer}");
        answer.IsWellFormedRefusal();
        Assert.True(error == answer["error"], $"{error} was expected, not {answer}");
        Assert.Equal(challenged ?? status == 401, answer.Headers.WwwAuthenticate.Count > 0);
    }

    public static void IsWellFormedRefusal(this Answer answer)
    {
        Assert.Equal("application/json", answer.ContentHeaders.ContentType?.ToString());
        Assert.True(answer.Headers.CacheControl is { NoStore: true }, $"no-store is missing: {answer}");
        Assert.Equal(["error", "error_description"], answer.Json.EnumerateObject().Select(member => member.Name));
        // RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E.
        Assert.Matches("^[a-z_]+$", answer["error"]);
        Assert.Matches(@"^[ !#-\[\]-~]+$", answer["error_description"]);
    }

    /// <summary>Success as RFC 6749 §5.1 wants it written.</summary>
    public static Answer Grants(this Answer answer)
    {
        Assert.True(answer.Status == 200, $"Tokens were expected, not {answer}");
        Assert.Equal("application/json", answer.ContentHeaders.ContentType?.ToString());
        Assert.True(answer.Headers.CacheControl is { NoStore: true }, "no-store is missing");
        Assert.Equal("Bearer", answer["token_type"]);
        return answer;
    }

    /// <summary>The value of WWW-Authenticate.</summary>
    public static string? Challenge(this Answer answer) => answer.Headers.WwwAuthenticate.FirstOrDefault() is AuthenticationHeaderValue value ? value.ToString() : null;
}
