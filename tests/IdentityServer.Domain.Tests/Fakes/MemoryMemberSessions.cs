using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Tests.Fakes;

sealed class MemoryMemberSessions : IMemberSessionStore
{
    public List<SessionOfMember> Rows { get; } = [];

    public int Reads { get; private set; }

    public ValueTask<SessionOfMember?> FindAsync(HandleDigest digest, CancellationToken ct)
    {
        Reads++;
        return new(Rows.Find(row => row.Session.Digest == digest));
    }

    public ValueTask<bool> AddAsync(MemberSession session, string memberVersion, AuditRecord record, CancellationToken ct) => throw new NotSupportedException();

    public ValueTask<bool> RevokeAsync(string id, DateTimeOffset now, AuditRecord record, CancellationToken ct) => throw new NotSupportedException();
}
