using IdentityServer.Domain.Protocol;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Protocol.Jwks;

/// <summary>RFC 7517, S063's part without rotation: what is published, and how it may be kept.</summary>
public sealed class JwksTests(SqliteNode node) : IClassFixture<SqliteNode>
{
    readonly IdpApp app = node.First;

    [Theory]
    [InlineData(Endpoints.Jwks)]
    [InlineData(Endpoints.JwksAlias)]
    public async Task Keys_are_public_named_once_and_say_what_they_are_for(string path)
    {
        var answer = await app.RawAsync(HttpMethod.Get, path);
        Assert.Equal((200, "application/json"), (answer.Status, answer.ContentHeaders.ContentType?.ToString()));
        var keys = answer.Json.GetProperty("keys").EnumerateArray().ToArray();
        Assert.Equal(["ES256", "EdDSA", "RS256"], keys.Select(key => key.GetProperty("alg").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(keys.Length, keys.Select(key => key.GetProperty("kid").GetString()).Distinct().Count());
        foreach (var key in keys)
        {
            Assert.Equal("sig", key.GetProperty("use").GetString());
            foreach (var secret in (string[])["d", "p", "q", "dp", "dq", "qi", "k", "oth"]) Assert.False(key.TryGetProperty(secret, out _), secret);
        }
    }

    [Fact]
    public async Task Every_token_names_a_published_key_of_its_algorithm()
    {
        var keys = (await app.RawAsync(HttpMethod.Get, Endpoints.Jwks)).Json.GetProperty("keys").EnumerateArray().ToDictionary(key => key.GetProperty("kid").GetString()!);
        var tokens = await app.TokensAsync();
        foreach (var token in (string[])[tokens.AccessToken, tokens["id_token"]!])
        {
            var header = System.Text.Json.JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[0])).RootElement;
            Assert.Equal(header.GetProperty("alg").GetString(), keys[header.GetProperty("kid").GetString()!].GetProperty("alg").GetString());
        }
    }

    [Fact]
    public async Task Who_has_the_current_set_is_told_so_in_a_304()
    {
        var first = await app.RawAsync(HttpMethod.Get, Endpoints.Jwks);
        var tag = first.Headers.ETag!.ToString();
        Assert.Matches("^\"[A-Za-z0-9_-]+\"$", tag);
        foreach (var known in (string[])[tag, "W/" + tag, $"\"other\", {tag}", $"\"other\",W/{tag} , \"x\"", "*"])
        {
            var again = await app.RawAsync(HttpMethod.Get, Endpoints.Jwks, headers: ("If-None-Match", known));
            Assert.Equal((304, ""), (again.Status, again.Body));
            Assert.Equal(tag, again.Headers.ETag!.ToString());
            Assert.Equal(first.Headers.CacheControl!.ToString(), again.Headers.CacheControl!.ToString());
        }
    }

    [Theory]
    [InlineData("\"other\"")]
    [InlineData("other")]
    [InlineData("")]
    [InlineData("\"")]
    [InlineData("W/")]
    [InlineData("‮")]
    [InlineData("\"a\" \"b\"")]
    public async Task Any_other_tag_gets_the_set(string tag)
    {
        var answer = await app.RawAsync(HttpMethod.Get, Endpoints.Jwks, headers: ("If-None-Match", tag));
        Assert.Equal(200, answer.Status);
        Assert.NotEmpty(answer.Json.GetProperty("keys").EnumerateArray());
    }

    /// <summary>Nobody keeps a set for longer than a new key is announced before its first use.</summary>
    [Fact]
    public async Task The_set_may_be_kept_for_five_minutes_by_anyone()
    {
        var answer = await app.RawAsync(HttpMethod.Get, Endpoints.Jwks);
        Assert.True(answer.Headers.CacheControl is { Public: true, NoStore: false });
        Assert.Equal(TimeSpan.FromMinutes(5), answer.Headers.CacheControl!.MaxAge);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }
}

/// <summary>Nodes agree to the byte, so that a tag from one is good at the other.</summary>
public sealed class JwksOnTwoNodesTests(PostgresNodes nodes) : IClassFixture<PostgresNodes>
{
    [Fact]
    public async Task All_nodes_publish_the_same_set()
    {
        var answers = await Task.WhenAll(nodes.All.Select(node => node.RawAsync(HttpMethod.Get, Endpoints.Jwks)));
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Single(answers.Select(answer => answer.Headers.ETag!.ToString()).Distinct());
    }
}
