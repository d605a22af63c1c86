using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Management;

/// <summary>S121: the audit log over HTTP.</summary>
public sealed class AuditApiTests(ManagementApp management) : IClassFixture<ManagementApp>
{
    async Task WriteAsync(string target, string? organization, PoolId? pool = null)
    {
        management.App.Clock.Advance(TimeSpan.FromMilliseconds(5));
        await management.App.Service<IAuditLog>().AppendAsync(
            AuditRecord.Of(management.App.Clock, AuditAction.KeyRotated, Actors.System, target, organization, pool, "0HN:1", ("algorithm", "ES256")), CancellationToken.None);
    }

    static string[] Targets(Answer answer) => [.. answer.Json.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("target").GetString()!)];

    async Task<Answer> ReadAsync(string query, string? key = null)
    {
        var answer = await management.GetAsync("/v1/audit" + query, key ?? management.ReadOnly);
        Assert.True(answer.Status == 200, answer.ToString());
        Assert.Equal("application/json", answer.ContentHeaders.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl is { NoStore: true });
        return answer;
    }

    [Fact]
    public async Task Records_come_newest_first_page_by_page()
    {
        foreach (var target in new[] { "one", "two", "three" }) await WriteAsync(target, management.Organization);
        var first = await ReadAsync("?limit=2");
        Assert.Equal(["three", "two"], Targets(first));
        var second = await ReadAsync($"?limit=1&before={first["next"]}");
        Assert.Equal(["one"], Targets(second));
        var all = await ReadAsync("?limit=200");
        Assert.Equal("", all["next"]);
        Assert.Contains("api_key.created", all.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_is_shown_whole()
    {
        await WriteAsync("kid\r\nforged", null, PoolId.Default);
        var record = (await ReadAsync("?limit=1")).Json.GetProperty("records")[0];
        Assert.Equal(["id", "at", "actor", "action", "target", "details", "pool", "correlation"], record.EnumerateObject().Select(member => member.Name));
        Assert.Equal("key.rotated", record.GetProperty("action").GetString());
        Assert.Equal("kid\uFFFD\uFFFDforged", record.GetProperty("target").GetString());
        Assert.Equal("ES256", record.GetProperty("details").GetProperty("algorithm").GetString());
        Assert.Equal("default", record.GetProperty("pool").GetString());
        Assert.Equal(management.App.Clock.Now, record.GetProperty("at").GetDateTimeOffset());
    }

    [Fact]
    public async Task Another_organization_sees_its_own_records_and_the_owner_those_of_the_installation_too()
    {
        var other = await management.AddOrganizationAsync("Other " + Ids.NewUuid(management.App.Clock));
        var key = await management.AddKeyAsync(MemberRole.Admin, other);
        await WriteAsync("of Acme", management.Organization);
        await WriteAsync("of all", null);
        await WriteAsync("of the other", other);
        Assert.Equal("of the other", Targets(await ReadAsync("?limit=1", key))[0]);
        Assert.DoesNotContain("of all", (await ReadAsync("?limit=200", key)).Body, StringComparison.Ordinal);
        Assert.Contains("of all", (await ReadAsync("?limit=200")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("of Acme", (await ReadAsync("?limit=200", key)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("of the other", (await ReadAsync("?limit=200")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=201", "limit")]
    [InlineData("?limit=-1", "limit")]
    [InlineData("?limit=many", null)]
    [InlineData("?limit=1&limit=2", null)]
    [InlineData("?limit=99999999999", null)]
    [InlineData("?before=yesterday", "before")]
    [InlineData("?before=", "before")]
    [InlineData("?before=%00", "before")]
    public async Task Wrong_arguments_are_problems(string query, string? member)
    {
        (await management.GetAsync("/v1/audit" + query, management.ReadOnly)).IsProblem(400, "invalid_request", member);
        Assert.Contains("management refused: ArgumentMalformed ", management.Log.Text, StringComparison.Ordinal);
    }

    /// <summary>Neither the log nor what is stored has a key in it.</summary>
    [Fact]
    public async Task No_key_is_logged_or_stored()
    {
        foreach (var key in new[] { management.Admin, management.Revoked, management.Expired, management.Unknown })
        {
            await management.GetAsync("/v1/audit", key);
            await management.PostAsync("/v1/echo", key, "{");
            await management.GetAsync("/v1/bug", key);
            Assert.DoesNotContain(key, management.Log.Text, StringComparison.Ordinal);
            foreach (var file in Directory.EnumerateFiles(management.App.Folder, "idp.db*", SearchOption.AllDirectories))
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
                Assert.DoesNotContain(key, await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            }
        }
    }
}
