using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Protocol;
using IdentityServer.Management;

namespace IdentityServer.Org;

/// <summary>Roles by name. Only an Admin gives one, so nobody can give more than they have: ASVS 8.2.1.</summary>
internal static class Roles
{
    static readonly string Names = string.Join(", ", Enum.GetNames<MemberRole>());

    /// <summary>Null where it is one.</summary>
    public static Problem? Read(string name, out MemberRole role) =>
        Enum.TryParse(name, ignoreCase: false, out role) && role.ToString() == name ? null : new(Reason.JsonMemberMalformed, "role", $"It is one of {Names}.");
}
