namespace IdentityServer.Domain.Audit;

/// <summary>What is written with a change, in its transaction or not at all: its line in the audit log, and the answer to be given again where the caller asks again.</summary>
public readonly record struct RecordedChange(AuditRecord Record, KeptAnswer? Answer = null)
{
    public static implicit operator RecordedChange(AuditRecord record) => new(record);

    /// <summary>For the call sites where no implicit conversion applies.</summary>
    public static RecordedChange FromAuditRecord(AuditRecord record) => new(record);
}
