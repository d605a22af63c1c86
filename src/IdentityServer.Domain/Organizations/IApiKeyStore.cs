using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Organizations;

/// <summary>API keys. No node remembers one: what is revoked here is dead everywhere with the next call.</summary>
public interface IApiKeyStore
{
    /// <summary>Revoked and expired ones too: who asks wants to know why it does not open.</summary>
    ValueTask<ApiKey?> FindAsync(HandleDigest digest, CancellationToken ct);

    /// <summary>All of an organization, the revoked ones too, by name and then by age.</summary>
    ValueTask<IReadOnlyList<ApiKey>> ListAsync(string organizationId, CancellationToken ct);

    /// <summary>False where this very key is there already, be it revoked or another organization's; then nothing is recorded.</summary>
    ValueTask<bool> AddAsync(ApiKey key, RecordedChange change, CancellationToken ct);

    /// <summary>Changes name and role of a live key; false where it has been revoked.</summary>
    ValueTask<bool> SaveAsync(ApiKey key, AuditRecord record, CancellationToken ct);

    /// <summary>True for exactly one caller.</summary>
    ValueTask<bool> RevokeAsync(string organizationId, string id, DateTimeOffset now, AuditRecord record, CancellationToken ct);

    /// <summary>The key was used now.</summary>
    ValueTask TouchAsync(string id, DateTimeOffset now, CancellationToken ct);
}
