using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Users;
using IdentityServer.Management;

namespace IdentityServer.Org;

/// <summary>A member as somebody asks for one: the first of an organization, or one more.</summary>
/// <param name="At">What stands before the names of the members in the body.</param>
internal sealed record NewMember(string? Name, string Email, string Password, string At = "")
{
    /// <summary>Null where there may be such a member.</summary>
    public Problem? Problem =>
        Name is { Length: > 0 } name && DisplayNames.Problem(name) is { } wrong ? Management.Problem.Malformed(At + "name", wrong)
        : EmailAddresses.Problem(Email) is { } email ? Management.Problem.Malformed(At + "email", email)
        : PasswordPolicy.Problem(Password) is { } weak ? Management.Problem.Malformed(At + "password", weak)
        : null;

    public Member Make(string organizationId, MemberRole role, IPasswordHashes passwords, TimeProvider clock) => new()
    {
        Id = Ids.NewUuid(clock),
        OrganizationId = organizationId,
        Name = Name ?? "",
        Email = Email,
        NormalizedEmail = EmailAddresses.Normalize(Email),
        PasswordHash = passwords.Hash(Password),
        Role = role,
        CreatedAt = clock.GetUtcNow(),
        Version = Ids.NewUuid(clock),
    };
}
