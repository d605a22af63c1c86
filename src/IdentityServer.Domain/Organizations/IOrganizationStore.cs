namespace IdentityServer.Domain.Organizations;

/// <summary>Organizations and their members.</summary>
public interface IOrganizationStore
{
    ValueTask<Organization?> FindByNameAsync(string name, CancellationToken ct);

    /// <summary>False where the name is taken.</summary>
    ValueTask<bool> AddAsync(Organization organization, CancellationToken ct);

    ValueTask<IReadOnlyList<Member>> MembersAsync(string organizationId, CancellationToken ct);

    /// <summary>False where the e-mail address is taken.</summary>
    ValueTask<bool> AddMemberAsync(Member member, CancellationToken ct);

    /// <summary>Changes the role and the password hash.</summary>
    ValueTask SaveMemberAsync(Member member, CancellationToken ct);
}
