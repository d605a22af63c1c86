using IdentityServer.Domain.Organizations;
using IdentityServer.Management;
using IdentityServer.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentityServer.Tests.Management;

/// <summary>S114, S116, S119: every route by every caller, made from the routes themselves.</summary>
public sealed class AccessTests(ManagementApp management) : IClassFixture<ManagementApp>
{
    IEnumerable<(string Method, string Path, MemberRole Role)> Routes() =>
        from endpoint in management.App.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
        where path.StartsWith("/v1", StringComparison.OrdinalIgnoreCase)
        from method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
        select (method, path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal), endpoint.Metadata.GetRequiredMetadata<Access>().Role!.Value);

    Task<Answer> CallAsync(string method, string path, string? authorization) =>
        management.App.RawAsync(new HttpMethod(method), path, method is "GET" or "DELETE" ? null : "{}"u8.ToArray(), authorization, "application/json");

    [Fact]
    public async Task Every_route_answers_every_caller_as_its_role_says()
    {
        (string Name, string? Authorization, MemberRole? Role)[] callers =
        [
            ("none", null, null), ("garbage", "Bearer garbage", null), ("empty", "Bearer ", null), ("basic", "Basic YTpi", null), ("bare", management.Admin, null),
            ("unknown", $"Bearer {management.Unknown}", null), ("expired", $"Bearer {management.Expired}", null), ("revoked", $"Bearer {management.Revoked}", null),
            ("lengthened", $"Bearer {management.Admin}x", null), ("with blanks", $"Bearer {management.Admin} x", null),
            ("read-only", $"Bearer {management.ReadOnly}", MemberRole.ReadOnly), ("member", $"bearer {management.Member}", MemberRole.Member), ("admin", $"Bearer {management.Admin}", MemberRole.Admin),
        ];
        var routes = Routes().ToArray();
        Assert.Contains(("GET", "/v1/audit", MemberRole.ReadOnly), routes);
        Assert.True(routes.Length >= 6);
        foreach (var (method, path, required) in routes)
        {
            foreach (var (name, authorization, role) in callers)
            {
                var answer = await CallAsync(method, path, authorization);
                // A HEAD is answered without a body.
                if (method == "HEAD") Assert.Equal(role is null ? 401 : role < required ? 403 : (await CallAsync("GET", path, authorization)).Status, answer.Status);
                else if (role is null) answer.IsProblem(401, "invalid_token");
                else if (role < required) answer.IsProblem(403, "insufficient_scope");
                else Assert.True(answer.Status is not (401 or 403), $"{name} {method} {path}: {answer}");
            }
        }
    }

    [Fact]
    public void Writes_ask_for_an_administrator() =>
        Assert.DoesNotContain(Routes(), route => route.Method is not ("GET" or "HEAD") && route.Role != MemberRole.Admin);

    [Fact]
    public async Task What_opens_nothing_is_told_apart_by_nobody_outside()
    {
        var said = new HashSet<string>();
        foreach (var key in new[] { "garbage", management.Unknown, management.Expired, management.Revoked })
        {
            var answer = await management.GetAsync("/v1/audit", key);
            answer.IsProblem(401, "invalid_token");
            said.Add(answer.Body.Replace(answer["errorId"]!, "", StringComparison.Ordinal) + answer.Challenge());
        }
        Assert.Single(said);
        foreach (var reason in new[] { "ApiKeyMalformed", "ApiKeyUnknown", "ApiKeyExpired", "ApiKeyRevoked" }) Assert.Contains($"management refused: {reason} ", management.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_the_challenge_carries_no_error()
    {
        Assert.Equal("Bearer", (await management.GetAsync("/v1/audit", null)).Challenge());
        Assert.Contains("management refused: ApiKeyMissing ", management.Log.Text, StringComparison.Ordinal);
        Assert.StartsWith("Bearer error=\"invalid_token\"", (await management.GetAsync("/v1/audit", "x")).Challenge(), StringComparison.Ordinal);
        Assert.StartsWith("Bearer error=\"insufficient_scope\"", (await management.PostAsync("/v1/echo", management.Member, "{}")).Challenge(), StringComparison.Ordinal);
        Assert.Contains("management refused: RoleInsufficient api-key:", management.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_counts_in_the_header_and_nowhere_else()
    {
        (await management.GetAsync($"/v1/audit?access_token={management.Admin}&apiKey={management.Admin}", null)).IsProblem(401, "invalid_token");
        (await management.GetAsync("/v1/audit", null, ("Cookie", $"access_token={management.Admin}"), ("X-Api-Key", management.Admin))).IsProblem(401, "invalid_token");
        (await management.GetAsync("/v1/audit", management.Admin, ("Authorization", $"Bearer {management.Admin}"))).IsProblem(401, "invalid_token");
        using var browser = management.App.NewBrowser();
        Expect.Code(await browser.AuthorizeAsync(OidcCalls.AuthorizeUrl()));
        Assert.Equal(401, (int)(await browser.SendRawAsync("/v1/audit")).Status);
    }

    [Fact]
    public async Task Tokens_of_users_and_clients_are_no_keys()
    {
        var tokens = await management.App.TokensAsync();
        (await management.GetAsync("/v1/audit", tokens.AccessToken)).IsProblem(401, "invalid_token");
        (await management.GetAsync("/v1/audit", tokens["id_token"])).IsProblem(401, "invalid_token");
        // Nor is a key a token.
        Assert.Equal(401, (await management.App.UserInfoAsync(management.Admin)).Status);
    }

    [Fact]
    public async Task A_revoked_key_is_dead_with_the_next_call_and_an_expired_one_at_its_time()
    {
        var revoked = await management.AddKeyAsync(MemberRole.ReadOnly);
        var expiring = await management.AddKeyAsync(MemberRole.ReadOnly, expiresAt: management.App.Clock.Now.AddHours(1));
        Assert.Equal(200, (await management.GetAsync("/v1/audit", revoked)).Status);
        Assert.Equal(200, (await management.GetAsync("/v1/audit", expiring)).Status);
        await management.RevokeAsync(revoked);
        (await management.GetAsync("/v1/audit", revoked)).IsProblem(401, "invalid_token");
        management.App.Clock.Advance(TimeSpan.FromHours(1));
        (await management.GetAsync("/v1/audit", expiring)).IsProblem(401, "invalid_token");
    }

    [Fact]
    public async Task The_last_use_of_a_key_is_known_to_the_minute()
    {
        var key = await management.AddKeyAsync(MemberRole.ReadOnly);
        Assert.Null((await management.FindAsync(key)).LastUsedAt);
        await management.GetAsync("/v1/audit", key);
        var first = (await management.FindAsync(key)).LastUsedAt;
        Assert.NotNull(first);
        await management.GetAsync("/v1/audit", key);
        Assert.Equal(first, (await management.FindAsync(key)).LastUsedAt);
        management.App.Clock.Advance(TimeSpan.FromMinutes(2));
        await management.GetAsync("/v1/audit", key);
        Assert.Equal(first + TimeSpan.FromMinutes(2), (await management.FindAsync(key)).LastUsedAt);
    }

    [Fact]
    public async Task A_route_that_states_no_role_stops_the_start()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => IdpApp.StartAsync(services: services => services.AddSingleton<IManagementResource, Forgetful>()));
        Assert.Contains("states no role", failure.ToString(), StringComparison.Ordinal);
    }

    sealed class Forgetful : IManagementResource
    {
        public void Map(IEndpointRouteBuilder v1) => v1.MapGet("/open", () => TypedResults.Ok("open"));
    }
}
