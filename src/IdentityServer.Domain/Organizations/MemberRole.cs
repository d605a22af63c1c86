namespace IdentityServer.Domain.Organizations;

/// <summary>What a member may do: reads for all, writes for Admin.</summary>
public enum MemberRole
{
    ReadOnly,
    Member,
    Admin,
}
