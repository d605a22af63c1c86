using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Organizations;

/// <summary>Organizations and their members.</summary>
public interface IOrganizationStore
{
    ValueTask<Organization?> FindAsync(string id, CancellationToken ct);

    ValueTask<Organization?> FindByNameAsync(string name, CancellationToken ct);

    /// <summary>By age. For the operator; no organization hears of another.</summary>
    ValueTask<IReadOnlyList<Organization>> ListAsync(CancellationToken ct);

    /// <summary>False where the name is taken. The first of all becomes the owner.</summary>
    /// <param name="first">Its first member, where there is one.</param>
    ValueTask<bool> AddAsync(Organization organization, Member? first, RecordedChange change, CancellationToken ct);

    /// <summary>Changes name and logo; refused where the name is taken.</summary>
    ValueTask<Outcome> SaveAsync(Organization organization, string version, RecordedChange change, CancellationToken ct);

    ValueTask<IReadOnlyList<Member>> MembersAsync(string organizationId, CancellationToken ct);

    ValueTask<Member?> FindMemberAsync(string organizationId, string id, CancellationToken ct);

    /// <summary>Of all organizations: who logs in says an address and a password, and no more.</summary>
    ValueTask<IReadOnlyList<Member>> FindMembersAsync(string normalizedEmail, int limit, CancellationToken ct);

    /// <summary>False where the e-mail address is taken within the organization.</summary>
    ValueTask<bool> AddMemberAsync(Member member, RecordedChange change, CancellationToken ct);

    /// <summary>
    /// Changes name, role and password hash; refused where no Admin would be left. With another role or password the
    /// member's sessions end, and with another password wrong ones are forgotten.
    /// </summary>
    ValueTask<Outcome> SaveMemberAsync(Member member, string version, DateTimeOffset now, RecordedChange change, CancellationToken ct);

    /// <summary>Refused where no Admin would be left. Sessions and API keys of the member's making end with it.</summary>
    /// <param name="version">The one that is meant; null for whichever it is.</param>
    ValueTask<Outcome> RemoveMemberAsync(string organizationId, string id, string? version, DateTimeOffset now, RecordedChange change, CancellationToken ct);

    /// <summary>Counts a wrong password, before it is known to be wrong, so that many at once do not pass together; false while locked.</summary>
    ValueTask<bool> TryLoginAsync(string memberId, int mostFailures, TimeSpan lockFor, DateTimeOffset now, CancellationToken ct);

    /// <summary>The password was right: what was counted is forgotten.</summary>
    ValueTask LoggedInAsync(string memberId, CancellationToken ct);
}
