namespace IdentityServer.Domain.Audit;

/// <summary>The audit log. There is no verb that changes or removes a line.</summary>
public interface IAuditLog
{
    /// <summary>For what is no change of a row; a change writes its line in its own transaction.</summary>
    ValueTask AppendAsync(AuditRecord record, CancellationToken ct);

    /// <summary>Lines of one organization and of the keys of its pools, newest first; for the owner of the installation those of the installation too.</summary>
    /// <param name="before">The id of the last line that the caller has; null for the newest.</param>
    ValueTask<IReadOnlyList<AuditRecord>> ListAsync(string organizationId, string? before, int limit, CancellationToken ct);

    /// <summary>The same of all organizations: for the operator of the installation.</summary>
    ValueTask<IReadOnlyList<AuditRecord>> ListAllAsync(string? before, int limit, CancellationToken ct);
}
