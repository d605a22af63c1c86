using System.Text.Json;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Audit;

public sealed class AuditRecordTests
{
    readonly ManualClock clock = new(World.Start);

    [Fact]
    public void A_record_says_who_did_what_to_what_and_when()
    {
        var record = AuditRecord.Of(clock, AuditAction.KeyRotated, Actors.System, "kid", pool: PoolId.Default, correlation: "0HN", details: [("algorithm", "ES256"), ("reason", null)]);
        Assert.Equal(clock.Now, record.At);
        Assert.Equal(("key.rotated", "system", "kid", "0HN"), (record.Action, record.Actor, record.Target, record.Correlation));
        Assert.Equal((PoolId.Default, (string?)null), (record.Pool, record.OrganizationId));
        Assert.Equal("""{"algorithm":"ES256"}""", record.Details);
        Assert.Equal('7', record.Id[14]);
    }

    [Fact]
    public void A_later_record_has_a_greater_id()
    {
        var earlier = AuditRecord.Of(clock, AuditAction.KeyRotated, "a", "b");
        clock.Now += TimeSpan.FromMilliseconds(1);
        Assert.True(string.CompareOrdinal(earlier.Id, AuditRecord.Of(clock, AuditAction.KeyRotated, "a", "b").Id) < 0);
    }

    [Fact]
    public void Every_text_is_made_harmless()
    {
        const string evil = "x\r\n2026 forged";
        var record = AuditRecord.Of(clock, AuditAction.KeyRotated, evil, evil, correlation: evil, details: [("name", evil)]);
        const string harmless = "x\uFFFD\uFFFD2026 forged";
        Assert.Equal((harmless, harmless, harmless), (record.Actor, record.Target, record.Correlation));
        Assert.Equal(harmless, JsonElement.Parse(record.Details).GetProperty("name").GetString());
    }

    [Fact]
    public void Details_are_short_and_whole_whatever_comes()
    {
        var wide = string.Concat(Enumerable.Repeat("\"\\😀", 1000));
        var details = Enumerable.Range(0, 40).Select(i => ($"name{i}", (string?)wide)).ToArray();
        var record = AuditRecord.Of(clock, AuditAction.KeyRotated, wide, wide, details: details);
        Assert.InRange(record.Details.Length, 1000, AuditRecord.LongestDetails);
        Assert.NotEmpty(JsonElement.Parse(record.Details).EnumerateObject());
        Assert.InRange(record.Actor.Length, AuditRecord.LongestText - 1, AuditRecord.LongestText);
    }
}
