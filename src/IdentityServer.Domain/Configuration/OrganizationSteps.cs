using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Configuration;

/// <summary>The organization and its members against the file.</summary>
sealed class OrganizationSteps(IOrganizationStore organizations, IPasswordHashes passwords, TimeProvider clock)
{
    public async ValueTask<List<Step>> PlanAsync(Declaration declaration, CancellationToken ct)
    {
        if (declaration.Organization is not { Name: var name }) return [];
        List<Step> steps = [];
        var organization = await organizations.FindByNameAsync(name, ct);
        if (organization is null) steps.Add(Found(name));
        var stored = organization is null ? [] : await organizations.MembersAsync(organization.Id, ct);
        foreach (var declared in declaration.Members)
        {
            var existing = Find(stored, declared);
            if (existing?.Role == declared.Role) continue;
            Change change = existing is null ? new(ChangeKind.Add, $"member {declared.Email}", []) : RoleOf(declared);
            steps.Add(new(change, token => ApplyAsync(name, declared, token)));
        }
        return steps;
    }

    Step Found(string name)
    {
        Change change = new(ChangeKind.Add, $"organization {name}", []);
        // False says that another node was first, which is just as well.
        return new(change, async ct =>
            await organizations.AddAsync(new() { Id = Ids.NewUuid(clock), Name = name, CreatedAt = clock.GetUtcNow() }, ct) ? change : null);
    }

    /// <summary>Looks again, since the organization may be a moment old and another node may have been here.</summary>
    async ValueTask<Change?> ApplyAsync(string organizationName, MemberDeclaration declared, CancellationToken ct)
    {
        if (await organizations.FindByNameAsync(organizationName, ct) is not { Id: var id })
            return new(ChangeKind.Ignored, $"member {declared.Email}", ["the organization is gone: apply again"]);

        var existing = Find(await organizations.MembersAsync(id, ct), declared);
        if (existing is null)
        {
            Member member = new()
            {
                Id = Ids.NewUuid(clock),
                OrganizationId = id,
                Email = declared.Email,
                NormalizedEmail = EmailAddresses.Normalize(declared.Email),
                PasswordHash = declared.Password is { } password ? passwords.Hash(password) : null,
                Role = declared.Role,
                CreatedAt = clock.GetUtcNow(),
            };
            if (await organizations.AddMemberAsync(member, ct)) return new(ChangeKind.Add, $"member {declared.Email}", []);
            existing = Find(await organizations.MembersAsync(id, ct), declared);
        }
        if (existing is null) return new(ChangeKind.Ignored, $"member {declared.Email}", ["the address is taken: apply again"]);
        if (existing.Role == declared.Role) return null;
        existing.Role = declared.Role;
        await organizations.SaveMemberAsync(existing, ct);
        return RoleOf(declared);
    }

    static Change RoleOf(MemberDeclaration declared) => new(ChangeKind.Update, $"member {declared.Email}", ["role"]);

    static Member? Find(IReadOnlyList<Member> members, MemberDeclaration declared)
    {
        var normalized = EmailAddresses.Normalize(declared.Email);
        return members.FirstOrDefault(member => member.NormalizedEmail == normalized);
    }
}
