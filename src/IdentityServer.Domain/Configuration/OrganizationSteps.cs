using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Configuration;

/// <summary>The organization and its members against the file.</summary>
sealed class OrganizationSteps(IOrganizationStore organizations, IPasswordHashes passwords, TimeProvider clock)
{
    public async ValueTask<List<Step>> PlanAsync(Declaration declaration, string actor, CancellationToken ct)
    {
        if (declaration.Organization is not { Name: var name }) return [];
        List<Step> steps = [];
        var organization = await organizations.FindByNameAsync(name, ct);
        if (organization is null) steps.Add(Found(name, actor));
        var stored = organization is null ? [] : await organizations.MembersAsync(organization.Id, ct);
        foreach (var declared in declaration.Members)
        {
            var existing = Find(stored, declared);
            if (existing?.Role == declared.Role) continue;
            Change change = existing is null ? new(ChangeKind.Add, $"member {declared.Email}", []) : RoleOf(declared);
            steps.Add(new(change, token => ApplyAsync(name, declared, actor, token)));
        }
        return steps;
    }

    Step Found(string name, string actor)
    {
        Change change = new(ChangeKind.Add, $"organization {name}", []);
        // False says that another node was first, which is just as well.
        return new(change, async ct =>
        {
            Organization organization = new() { Id = Ids.NewUuid(clock), Name = name, CreatedAt = clock.GetUtcNow(), Version = Ids.NewUuid(clock) };
            var record = AuditRecord.Of(clock, AuditAction.OrganizationCreated, actor, organization.Id, organization.Id, details: [("name", name)]);
            return await organizations.AddAsync(organization, null, record, ct) ? change : null;
        });
    }

    /// <summary>Looks again, since the organization may be a moment old and another node may have been here.</summary>
    async ValueTask<Change?> ApplyAsync(string organizationName, MemberDeclaration declared, string actor, CancellationToken ct)
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
                Version = Ids.NewUuid(clock),
            };
            if (await organizations.AddMemberAsync(member, Record(AuditAction.MemberCreated, member, actor), ct)) return new(ChangeKind.Add, $"member {declared.Email}", []);
            existing = Find(await organizations.MembersAsync(id, ct), declared);
        }
        if (existing is null) return new(ChangeKind.Ignored, $"member {declared.Email}", ["the address is taken: apply again"]);
        if (existing.Role == declared.Role) return null;
        var version = existing.Version;
        (existing.Role, existing.Version) = (declared.Role, Ids.NewUuid(clock));
        return await organizations.SaveMemberAsync(existing, version, clock.GetUtcNow(), Record(AuditAction.MemberChanged, existing, actor), ct) switch
        {
            Outcome.Done => RoleOf(declared),
            Outcome.Refused => new(ChangeKind.Ignored, $"member {declared.Email}", ["the organization would have no Admin left"]),
            _ => new(ChangeKind.Ignored, $"member {declared.Email}", ["somebody else has just changed it: apply again"]),
        };
    }

    AuditRecord Record(AuditAction action, Member member, string actor) =>
        AuditRecord.Of(clock, action, actor, member.Id, member.OrganizationId, details: [("role", member.Role.ToString())]);

    static Change RoleOf(MemberDeclaration declared) => new(ChangeKind.Update, $"member {declared.Email}", ["role"]);

    static Member? Find(IReadOnlyList<Member> members, MemberDeclaration declared)
    {
        var normalized = EmailAddresses.Normalize(declared.Email);
        return members.FirstOrDefault(member => member.NormalizedEmail == normalized);
    }
}
