using System.Text.Json;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Protocol.UserInfo;

/// <summary>S065, conformance 24 to 27.</summary>
public sealed class UserInfoTests(SqliteNode node) : IClassFixture<SqliteNode>
{
    const string Path = "/connect/userinfo";

    readonly IdpApp app = node.First;

    [Fact]
    public async Task By_get_and_by_post_the_answer_is_the_same_json()
    {
        var tokens = await app.TokensAsync(scope: "openid email");
        var bearer = "Bearer " + tokens.AccessToken;
        Answer[] answers =
        [
            await app.UserInfoAsync(tokens.AccessToken),
            await app.RawAsync(HttpMethod.Post, Path, null, bearer),
            await app.RawAsync(HttpMethod.Post, Path, [], bearer),
            await app.RawAsync(Path, "access_token=" + tokens.AccessToken),
            await app.RawAsync(HttpMethod.Get, Path, null, "bearer " + tokens.AccessToken),
        ];
        foreach (var answer in answers)
        {
            Assert.Equal((200, answers[0].Body), (answer.Status, answer.Body));
            Assert.Equal("application/json", answer.ContentHeaders.ContentType?.ToString());
            Assert.True(answer.Headers.CacheControl!.NoStore);
        }
        Assert.Equal(tokens.Claims().GetProperty("sub").GetString(), answers[0]["sub"]);
    }

    [Theory]
    [InlineData("openid", "sub")]
    [InlineData("openid email", "email,email_verified,sub")]
    [InlineData("openid phone", "phone_number,phone_number_verified,sub")]
    [InlineData("openid address", "address,sub")]
    [InlineData("openid profile", "birthdate,family_name,gender,given_name,locale,middle_name,name,nickname,picture,preferred_username,profile,sub,updated_at,website,zoneinfo")]
    public async Task The_claims_are_those_of_the_scopes(string scope, string expected)
    {
        await EnsureFullAsync();
        var info = await app.UserInfoAsync((await app.TokensAsync(scope: scope, username: "full")).AccessToken);
        Assert.Equal(expected, string.Join(',', info.Json.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Claims_keep_their_json_types()
    {
        await EnsureFullAsync();
        var info = (await app.UserInfoAsync((await app.TokensAsync(scope: "openid profile email phone address", username: "full")).AccessToken)).Json;
        Assert.Equal(JsonValueKind.True, info.GetProperty("email_verified").ValueKind);
        Assert.Equal(JsonValueKind.False, info.GetProperty("phone_number_verified").ValueKind);
        Assert.Equal(JsonValueKind.Number, info.GetProperty("updated_at").ValueKind);
        Assert.Equal("Zürich", info.GetProperty("address").GetProperty("locality").GetString());
        Assert.Equal("Full «Nämé» 😀", info.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Without_a_token_the_challenge_carries_no_error()
    {
        var answer = await app.RawAsync(HttpMethod.Get, Path, null);
        answer.Refuses("invalid_token", 401);
        Assert.Equal("Bearer", answer.Challenge());
    }

    [Fact]
    public async Task A_token_in_the_url_does_not_count()
    {
        var token = (await app.TokensAsync()).AccessToken;
        (await app.RawAsync(HttpMethod.Get, $"{Path}?access_token={token}", null)).Refuses("invalid_token", 401);
        (await app.RawAsync(HttpMethod.Post, $"{Path}?access_token={token}", [])).Refuses("invalid_request");
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer x")]
    [InlineData("Bearer e30.e30.e30")]
    [InlineData("Bearer a.b.c.d.e")]
    [InlineData("Bearer ‮")]
    [InlineData("Basic bTJtOm0ybQ==")]
    [InlineData("DPoP x")]
    [InlineData("")]
    public async Task Garbage_is_an_invalid_token(string header)
    {
        var answer = await app.RawAsync(HttpMethod.Get, Path, null, header);
        answer.Refuses("invalid_token", 401);
        Assert.StartsWith("Bearer", answer.Challenge(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_a_doubled_and_an_enormous_token_are_invalid()
    {
        var token = (await app.TokensAsync()).AccessToken;
        foreach (var other in (string[])[token[..^1], token + "A", token + " " + token, token + "," + token, new string('a', 30_000)])
        {
            var answer = await app.RawAsync(HttpMethod.Get, Path, null, "Bearer " + other);
            answer.Refuses("invalid_token", 401);
            Assert.StartsWith("Bearer error=\"invalid_token\"", answer.Challenge(), StringComparison.Ordinal);
        }
        (await app.RawAsync(HttpMethod.Get, Path, null, "Bearer " + token, headers: ("Authorization", "Bearer " + token))).Refuses("invalid_token", 401);
    }

    [Fact]
    public async Task One_token_in_two_places_is_a_malformed_request()
    {
        var token = (await app.TokensAsync()).AccessToken;
        (await app.RawAsync(Path, "access_token=" + token, "Bearer " + token)).Refuses("invalid_request");
        (await app.RawAsync(Path, $"access_token={token}&access_token={token}")).Refuses("invalid_request");
        (await app.RawAsync(Path, "{}", "Bearer " + token, "application/json")).Refuses("invalid_request");
    }

    [Fact]
    public async Task An_expired_token_is_invalid()
    {
        var token = (await app.TokensAsync()).AccessToken;
        app.Clock.Advance(TimeSpan.FromSeconds(300));
        (await app.UserInfoAsync(token)).Refuses("invalid_token", 401);
    }

    [Fact]
    public async Task A_disabled_users_token_is_invalid()
    {
        var user = await app.AddUserAsync("leaver");
        var token = (await app.TokensAsync(username: user.Username)).AccessToken;
        Assert.Equal(200, (await app.UserInfoAsync(token)).Status);
        await app.ChangeUserAsync(user.Id, leaver => leaver.Disabled = true);
        (await app.UserInfoAsync(token)).Refuses("invalid_token", 401);
    }

    [Fact]
    public async Task Without_openid_the_scope_is_insufficient()
    {
        var token = (await app.TokensAsync(scope: "email cart")).AccessToken;
        var answer = await app.UserInfoAsync(token);
        answer.Refuses("insufficient_scope", 403, challenged: true);
        Assert.Contains("error=\"insufficient_scope\"", answer.Challenge(), StringComparison.Ordinal);
    }

    async Task EnsureFullAsync()
    {
        const string Claims = """
            {"name":"Full «Nämé» 😀","family_name":"F","given_name":"G","middle_name":"M","nickname":"N","profile":"https://x.example/p","picture":"https://x.example/i","website":"https://x.example",
             "gender":"x","birthdate":"2000-01-31","zoneinfo":"Europe/Zurich","locale":"de-CH","phone_number":"+41 44 000 00 00","phone_number_verified":false,
             "address":{"locality":"Zürich"},"role":"admin","nothing":null}
            """;
        var store = app.Service<Domain.Users.IUserStore>();
        if (await store.FindByUsernameAsync(Domain.Primitives.PoolId.Default, "FULL", TestContext.Current.CancellationToken) is not null) return;
        await app.AddUserAsync("full", user =>
        {
            user.Claims = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Claims)!;
            return user;
        });
    }
}
