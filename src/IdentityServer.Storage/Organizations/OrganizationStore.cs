using IdentityServer.Domain.Organizations;

namespace IdentityServer.Storage.Organizations;

internal sealed class OrganizationStore(Archive archive) : IOrganizationStore
{
    public ValueTask<Organization?> FindByNameAsync(string name, CancellationToken ct) =>
        archive.ReadSystemWideAsync((context, token) =>
            context.Organizations.AsNoTracking().FirstOrDefaultAsync(organization => organization.Name == name, token), ct);

    public ValueTask<bool> AddAsync(Organization organization, CancellationToken ct) =>
        archive.AddAsync(pool: null, organization, ct);

    public async ValueTask<IReadOnlyList<Member>> MembersAsync(string organizationId, CancellationToken ct) =>
        await archive.ReadSystemWideAsync((context, token) =>
            context.Members.AsNoTracking().Where(member => member.OrganizationId == organizationId)
                .OrderBy(member => member.NormalizedEmail).ToListAsync(token), ct);

    public ValueTask<bool> AddMemberAsync(Member member, CancellationToken ct) => archive.AddAsync(pool: null, member, ct);

    public async ValueTask SaveMemberAsync(Member member, CancellationToken ct) =>
        await archive.WriteSystemWideAsync((context, token) =>
            context.Members.Where(row => row.Id == member.Id).ExecuteUpdateAsync(set => set
                .SetProperty(row => row.Role, member.Role)
                .SetProperty(row => row.PasswordHash, member.PasswordHash), token), ct);
}
