using System.ComponentModel;
using System.Text.Json;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Protocol;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IdentityServer.Management;

/// <summary>GET /v1/audit: who changed what. ASVS 16.2.</summary>
internal sealed class AuditApi(IAuditLog log) : IManagementResource
{
    const int Usual = 50;
    const int Most = 200;

    public void Map(IEndpointRouteBuilder v1) => v1.MapGet("/audit", ListAsync).Requires(MemberRole.ReadOnly)
        .WithName("listAudit").WithTags("audit").WithSummary("The audit log, newest first.")
        .WithDescription("Records of the caller's organization; for the organization that owns the installation those of the installation too.");

    async Task<Results<Ok<AuditPage>, Problem>> ListAsync(Caller caller,
        [Description("How many records, 1 to 200; 50 if absent.")] int? limit,
        [Description("The next of an earlier answer: only records older than that.")] string? before,
        CancellationToken ct)
    {
        var most = limit ?? Usual;
        if (most is < 1 or > Most) return new Problem(Reason.ArgumentMalformed, "limit");
        if (before is not null && !Guid.TryParseExact(before, "D", out _)) return new Problem(Reason.ArgumentMalformed, "before");
        // One more than asked for says whether there are others.
        var found = await log.ListAsync(caller.OrganizationId, before?.ToLowerInvariant(), most + 1, ct);
        var shown = found.Take(most).ToList();
        return TypedResults.Ok(new AuditPage([.. shown.Select(Entry)], found.Count > most ? shown[^1].Id : null));
    }

    static AuditEntry Entry(AuditRecord record) => new(record.Id, record.At, record.Actor, record.Action, record.Target,
        JsonSerializer.Deserialize(record.Details, ManagementJson.Default.DictionaryStringString) ?? [], record.Pool?.Value, record.Correlation);
}

/// <param name="Next">For the parameter before; null at the end.</param>
internal sealed record AuditPage(IReadOnlyList<AuditEntry> Records, string? Next);

/// <param name="Actor">Who did it: api-key:{id}, cli:{user} or system.</param>
/// <param name="Target">The id of what was changed.</param>
/// <param name="Correlation">The errorId and the log of the server name the same request by it.</param>
internal sealed record AuditEntry(
    string Id, DateTimeOffset At, string Actor, string Action, string Target, Dictionary<string, string> Details, string? Pool, string? Correlation);
