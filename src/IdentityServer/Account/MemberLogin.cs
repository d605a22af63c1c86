using System.Net;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Signals;
using IdentityServer.Domain.Users;

namespace IdentityServer.Account;

/// <summary>
/// A member's e-mail address and password against a session. It is counted before it is judged, so that a burst of guesses
/// ends where one after the other would; unknown, wrong and locked look the same. ASVS 6.3.8, NIST SP 800-63B-4 §3.2.2.
/// </summary>
internal sealed class MemberLogin(IOrganizationStore organizations, IMemberSessionStore sessions, PasswordHashes passwords, SignInGates gates, TimeProvider clock)
{
    // A person in more organizations than this says which.
    const int MostOrganizations = 5;

    public async ValueTask<Result<(BearerSecret Secret, MemberSession Session, Member Member)>> RunAsync(string email, string password, string? organizationId, IPAddress? address, CancellationToken ct)
    {
        var normalized = email.Length <= 254 ? EmailAddresses.Normalize(email) : "";
        await using var gate = await gates.EnterAsync("member " + normalized, address, ct);
        if (gate is null) return Reason.LoginBusy;

        var proven = await ProveAsync(normalized, password, organizationId, ct);
        Signals.SignedIn(proven.Count > 0 ? "proven" : "refused");
        if (proven.Count != 1) return proven.Count == 0 ? Reason.LoginRefused : Reason.LoginAmbiguous;
        var (secret, member) = (BearerSecret.New(BearerSecret.Session), proven[0]);
        var now = clock.GetUtcNow();
        MemberSession session = new()
        {
            Id = Ids.NewUuid(clock),
            OrganizationId = member.OrganizationId,
            MemberId = member.Id,
            Digest = secret.Digest,
            CreatedAt = now,
            ExpiresAt = now + MemberSession.Lifetime,
        };
        var record = AuditRecord.Of(clock, AuditAction.MemberLoggedIn, Actors.Member(member.Id), session.Id, member.OrganizationId);
        return await sessions.AddAsync(session, member.Version, record, CancellationToken.None) ? (secret, session, member) : Reason.LoginRefused;
    }

    async ValueTask<List<Member>> ProveAsync(string normalized, string password, string? organizationId, CancellationToken ct)
    {
        List<Member> proven = [];
        var judged = false;
        if (normalized.Length > 0 && password.Length is > 0 and <= 4 * PasswordPolicy.LongestLength)
        {
            foreach (var member in await organizations.FindMembersAsync(normalized, MostOrganizations, ct))
            {
                if (member.PasswordHash is not { } hash || (organizationId is not null && member.OrganizationId != organizationId)) continue;
                if (!await organizations.TryLoginAsync(member.Id, SignIn.MostFailures, SignIn.LockoutFor, clock.GetUtcNow(), CancellationToken.None)) continue;
                judged = true;
                if (!passwords.Verify(hash, password)) continue;
                await organizations.LoggedInAsync(member.Id, CancellationToken.None);
                proven.Add(member);
            }
        }
        // Who is nobody costs what somebody costs.
        if (!judged) gates.HashForNobody(password.Length <= 4 * PasswordPolicy.LongestLength ? password : "");
        return proven;
    }
}
