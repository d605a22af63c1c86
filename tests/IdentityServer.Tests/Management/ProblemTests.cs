using System.Text;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Management;

/// <summary>S122, S123, S129: whatever is sent, the answer is a problem of one shape, and tells nothing of our insides.</summary>
public sealed class ProblemTests(ManagementApp management) : IClassFixture<ManagementApp>
{
    const string Good = """{ "name": "n", "count": 1, "parts": [ { "tag": "t" } ] }""";

    [Theory]
    [InlineData("/v1")]
    [InlineData("/v1/")]
    [InlineData("/v1/nothing")]
    [InlineData("/V1/Nothing")]
    [InlineData("/v1/audit/nothing")]
    public async Task An_unknown_route_is_a_problem_for_everybody(string path)
    {
        foreach (var key in new[] { null, "garbage", management.Admin })
            (await management.GetAsync(path, key, ("Accept", "text/html"))).IsProblem(404, "not_found");
        Assert.Contains("management refused: RouteUnknown ", management.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_does_not_lead_around_the_door()
    {
        (await management.GetAsync("/V1/Audit", null)).IsProblem(401, "invalid_token");
        Assert.Equal(200, (await management.GetAsync("/V1/Audit", management.Admin)).Status);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    public async Task A_wrong_method_is_a_problem_that_names_the_right_ones(string method)
    {
        var answer = await management.App.RawAsync(new HttpMethod(method), "/v1/audit", authorization: $"Bearer {management.Admin}");
        answer.IsProblem(405, "invalid_request");
        Assert.Equal(["GET", "HEAD"], answer.ContentHeaders.Allow);
        (await management.App.RawAsync(new HttpMethod(method), "/v1/audit")).IsProblem(401, "invalid_token");
    }

    /// <summary>Routes of files, and of whatever else is there, do not reach below the API.</summary>
    [Theory]
    [InlineData("/v1/idp.css")]
    [InlineData("/v1/audit.json")]
    public async Task A_file_is_not_looked_for_here(string path) => (await management.GetAsync(path, management.Admin)).IsProblem(404, "not_found");

    /// <summary>A HEAD may ask wherever a GET may; the door is the same.</summary>
    [Fact]
    public async Task A_head_passes_the_same_door()
    {
        Assert.Equal(401, (await management.App.RawAsync(HttpMethod.Head, "/v1/audit")).Status);
        Assert.Equal(200, (await management.App.RawAsync(HttpMethod.Head, "/v1/audit", authorization: $"Bearer {management.ReadOnly}")).Status);
        Assert.Equal(403, (await management.App.RawAsync(HttpMethod.Head, "/v1/refused", authorization: $"Bearer {management.ReadOnly}")).Status);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json5")]
    [InlineData(null)]
    public async Task Another_media_type_is_a_problem(string? contentType)
    {
        (await management.PostAsync("/v1/echo", management.Admin, Good, contentType)).IsProblem(415, "invalid_request");
        Assert.Contains("management refused: MediaTypeWrong ", management.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    public async Task A_good_body_is_read(string contentType)
    {
        var answer = await management.PostAsync("/v1/echo", management.Admin, Good, contentType);
        Assert.True(answer.Status == 200, answer.ToString());
        Assert.Equal("n", answer["name"]);
        Assert.Equal("t", answer.Json.GetProperty("tags")[0].GetString());
        Assert.StartsWith("api-key:", answer["actor"], StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl is { NoStore: true });
    }

    [Theory]
    [InlineData("", "JsonMalformed", null)]
    [InlineData("{", "JsonMalformed", null)]
    [InlineData("[]", "JsonMalformed", null)]
    [InlineData("null", "JsonMalformed", null)]
    [InlineData("{} {}", "JsonMalformed", null)]
    [InlineData("{ /* no */ }", "JsonMalformed", null)]
    [InlineData("""{ "name": "\ud800", "count": 1, "parts": [] }""", "JsonMalformed", null)]
    [InlineData("""{ "name": "\u0000", "count": 1, "parts": [] }""", "JsonMalformed", null)]
    [InlineData("""{ "name": "a", "name": "b", "count": 1, "parts": [] }""", "JsonMemberRepeated", "name")]
    [InlineData("""{ "name": "a", "count": 1, "parts": [ { "tag": "a", "tag": "b" } ] }""", "JsonMemberRepeated", "parts[0].tag")]
    [InlineData("""{ "nmae": "a", "count": 1, "parts": [] }""", "JsonMemberUnknown", "nmae")]
    [InlineData("""{ "Name": "a", "count": 1, "parts": [] }""", "JsonMemberUnknown", "Name")]
    [InlineData("""{ "name": "a", "count": 1, "parts": [ { "tag": "a", "x\r\n": 1 } ] }""", "JsonMemberUnknown", "parts[0].x\uFFFD\uFFFD")]
    [InlineData("""{ "name": "a", "parts": [] }""", "JsonMemberMalformed", "count")]
    [InlineData("""{ "name": null, "count": 1, "parts": [] }""", "JsonMemberMalformed", "name")]
    [InlineData("""{ "name": {}, "count": 1, "parts": [] }""", "JsonMemberMalformed", "name")]
    [InlineData("""{ "name": "a", "count": "1", "parts": [] }""", "JsonMemberMalformed", "count")]
    [InlineData("""{ "name": "a", "count": 1e999, "parts": [] }""", "JsonMemberMalformed", "count")]
    [InlineData("""{ "name": "a", "count": 1, "parts": {} }""", "JsonMemberMalformed", "parts")]
    [InlineData("""{ "name": "a", "count": 1, "parts": [ {} ] }""", "JsonMemberMalformed", "parts[0].tag")]
    public async Task A_body_that_is_not_right_is_told_by_the_name_of_what_is_wrong(string body, string reason, string? member)
    {
        (await management.PostAsync("/v1/echo", management.Admin, body)).IsProblem(400, "invalid_request", member);
        Assert.Contains($"management refused: {reason} ", management.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Depth_size_and_encoding_have_limits()
    {
        (await management.PostAsync("/v1/echo", management.Admin, string.Concat(Enumerable.Repeat("{\"a\":", 10_000)))).IsProblem(400, "invalid_request");
        (await management.PostAsync("/v1/echo", management.Admin, "{\"name\":\"" + new string('a', 1024 * 1024) + "\"}")).IsProblem(413, "invalid_request");
        byte[] latin1 = [.. "{\"name\":\""u8, 0xe4, .. "\"}"u8];
        (await management.App.RawAsync(HttpMethod.Post, "/v1/echo", latin1, $"Bearer {management.Admin}", "application/json")).IsProblem(400, "invalid_request");
        (await management.App.RawAsync(HttpMethod.Post, "/v1/echo", Encoding.Unicode.GetBytes(Good), $"Bearer {management.Admin}", "application/json")).IsProblem(400, "invalid_request");
    }

    /// <summary>Who may not call learns nothing of the body either.</summary>
    [Fact]
    public async Task The_key_comes_before_the_body()
    {
        (await management.PostAsync("/v1/echo", null, "{")).IsProblem(401, "invalid_token");
        (await management.PostAsync("/v1/echo", management.ReadOnly, "{")).IsProblem(403, "insufficient_scope");
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("*/*")]
    public async Task A_database_that_is_away_and_a_bug_are_problems_that_tell_nothing(string accept)
    {
        var away = await management.GetAsync("/v1/away", management.ReadOnly, ("Accept", accept));
        away.IsProblem(503, "temporarily_unavailable");
        Assert.NotNull(away.Headers.RetryAfter?.Delta);
        var bug = await management.GetAsync("/v1/bug", management.ReadOnly, ("Accept", accept));
        bug.IsProblem(500, "server_error");
        Assert.DoesNotContain("secret", away.Body + bug.Body, StringComparison.Ordinal);
        // What is told outside finds what is known inside.
        Assert.Contains(bug["errorId"]!, management.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_refuses_with_a_reason_and_what_it_says_is_harmless()
    {
        (await management.GetAsync("/v1/refused", management.Member)).IsProblem(400, "invalid_scope", "na\uFFFD\uFFFDme");
        (await management.App.RawAsync(HttpMethod.Delete, "/v1/echo/1", authorization: $"Bearer {management.Admin}")).IsProblem(404, "not_found");
    }

    [Fact]
    public async Task Other_origins_are_told_nothing()
    {
        var answer = await management.GetAsync("/v1/audit", management.Admin, ("Origin", TestClients.Origin));
        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }
}
