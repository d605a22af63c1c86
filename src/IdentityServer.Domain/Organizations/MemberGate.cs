using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Organizations;

/// <summary>
/// Which member calls the management API. A session that is unknown, over or revoked costs the same read and gets the
/// same answer; what the member may do is read with it, so that a role taken away is gone with the next call. RFC 6750 §3.1.
/// </summary>
public sealed class MemberGate(IMemberSessionStore sessions, TimeProvider clock)
{
    public async ValueTask<Result<SessionOfMember>> CheckAsync(string bearer, CancellationToken ct)
    {
        if (!BearerSecret.TryParse(bearer, BearerSecret.Session, out var secret) || !secret.HasChecksum) return Reason.MemberSessionMalformed;
        if (await sessions.FindAsync(secret.Digest, ct) is not { } found) return new Refusal(Reason.MemberSessionUnknown, secret.Digest.ToString());
        if (found.Session.RevokedAt is not null) return new Refusal(Reason.MemberSessionRevoked, found.Session.Id);
        if (!found.Session.IsLive(clock.GetUtcNow())) return new Refusal(Reason.MemberSessionExpired, found.Session.Id);
        return found;
    }
}
