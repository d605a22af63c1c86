using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Audit;

public sealed class RecordedChangeTests
{
    [Fact]
    public void A_record_alone_is_a_change_without_an_answer()
    {
        var record = AuditRecord.Of(new ManualClock(World.Start), AuditAction.ApiKeyCreated, Actors.System, "target");
        RecordedChange change = record;
        Assert.Same(record, change.Record);
        Assert.Null(change.Answer);
        Assert.Equal(change, RecordedChange.FromAuditRecord(record));
    }
}
