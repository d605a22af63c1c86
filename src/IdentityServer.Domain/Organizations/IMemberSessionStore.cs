using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Organizations;

/// <summary>Sessions of members. No node remembers one: what is revoked here is dead everywhere with the next call.</summary>
public interface IMemberSessionStore
{
    /// <summary>The session, revoked or over too, with its member; null where either is gone. One read.</summary>
    ValueTask<SessionOfMember?> FindAsync(HandleDigest digest, CancellationToken ct);

    ValueTask AddAsync(MemberSession session, AuditRecord record, CancellationToken ct);

    /// <summary>True for exactly one caller.</summary>
    ValueTask<bool> RevokeAsync(string id, DateTimeOffset now, AuditRecord record, CancellationToken ct);
}

/// <summary>A session and whose it is.</summary>
public sealed record SessionOfMember(MemberSession Session, Member Member);
