using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Organizations;

/// <summary>Sessions of members. No node remembers one: what is revoked here is dead everywhere with the next call.</summary>
public interface IMemberSessionStore
{
    /// <summary>The session, revoked or over too, with its member; null where either is gone. One read.</summary>
    ValueTask<SessionOfMember?> FindAsync(HandleDigest digest, CancellationToken ct);

    /// <summary>False where the member has been changed since the password was proven: it may be another one by now.</summary>
    /// <param name="memberVersion">The one that was read with the password.</param>
    ValueTask<bool> AddAsync(MemberSession session, string memberVersion, AuditRecord record, CancellationToken ct);

    /// <summary>True for exactly one caller.</summary>
    ValueTask<bool> RevokeAsync(string id, DateTimeOffset now, AuditRecord record, CancellationToken ct);
}

/// <summary>A session and whose it is.</summary>
public sealed record SessionOfMember(MemberSession Session, Member Member);
