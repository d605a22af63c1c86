using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Protocol;
using IdentityServer.Management;

namespace IdentityServer.Org;

/// <summary>Roles by name, and the rule that nobody gives more than they have. ASVS 8.2.1.</summary>
internal static class Roles
{
    static readonly string Names = string.Join(", ", Enum.GetNames<MemberRole>());

    /// <summary>Null where the caller may give the role.</summary>
    public static Problem? Read(Caller caller, string name, out MemberRole role)
    {
        if (!Enum.TryParse(name, ignoreCase: false, out role) || !Enum.IsDefined(role) || role.ToString() != name) return new(Reason.JsonMemberMalformed, "role", $"It is one of {Names}.");
        return role > caller.Role ? new(Reason.RoleTooHigh, "role") : null;
    }
}
