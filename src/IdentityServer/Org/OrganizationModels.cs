using System.ComponentModel;
using System.Text.Json.Serialization;
using IdentityServer.Domain.Organizations;

namespace IdentityServer.Org;

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record LoginRequest
{
    public required string Email { get; init; }
    public required string Password { get; init; }

    [Description("Which organization, for a person who is a member of several.")]
    public string? OrganizationId { get; init; }
}

/// <param name="Token">A member's session: idp_st_…, to be sent as Authorization: Bearer.</param>
internal sealed record LoginEntry(string Token, DateTimeOffset ExpiresAt, string OrganizationId, string MemberId, string Role);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record OrganizationRequest
{
    public required string Name { get; init; }
    public string? LogoUrl { get; init; }

    [Description("Its first member, who becomes its Admin.")]
    public required FirstMember Member { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record FirstMember
{
    public string? Name { get; init; }
    public required string Email { get; init; }
    public required string Password { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record OrganizationChange
{
    public string? Name { get; init; }
    public string? LogoUrl { get; init; }
}

internal sealed record OrganizationEntry(string Id, string Name, string? LogoUrl, IReadOnlyList<MemberEntry> Members)
{
    public static OrganizationEntry Of(Organization organization, IEnumerable<Member> members) =>
        new(organization.Id, organization.Name, organization.LogoUrl, [.. members.Select(MemberEntry.Of)]);
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record MemberRequest
{
    [Description("The caller's own, where it is given.")]
    public string? OrganizationId { get; init; }
    public string? Name { get; init; }
    public required string Email { get; init; }

    [Description("At least 12 characters.")]
    public required string Password { get; init; }

    [Description("Admin, Member or ReadOnly.")]
    public required string Role { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record MemberChange
{
    public string? Name { get; init; }
    public string? Password { get; init; }

    [Description("Admin, Member or ReadOnly.")]
    public string? Role { get; init; }
}

internal sealed record MemberEntry(string Id, string Name, string Email, string OrganizationId, string Role, DateTimeOffset CreatedAt)
{
    public static MemberEntry Of(Member member) =>
        new(member.Id, member.Name, member.Email, member.OrganizationId, member.Role.ToString(), member.CreatedAt);
}

internal sealed record MemberList(IReadOnlyList<MemberEntry> Members);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record ApiKeyRequest
{
    public required string Name { get; init; }

    [Description("Admin, Member or ReadOnly; the caller's own if absent. Nobody can give more than they have.")]
    public string? Role { get; init; }

    [Description("When it ends; never if absent.")]
    public DateTimeOffset? ExpiresAt { get; init; }

    [Description("The service client that it is for; a further key beside those that it has.")]
    public string? SdkClientId { get; init; }
}

/// <param name="Prefix">Its first characters, by which its owner knows it again.</param>
/// <param name="Key">The key itself: shown when it is made, and never again.</param>
/// <param name="LastUsedAt">To about a minute.</param>
internal sealed record ApiKeyEntry(string Id, string Name, string Role, string Prefix, string? SdkClientId, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key = null)
{
    public static ApiKeyEntry Of(ApiKey key, string? secret = null) => new(
        key.Id, key.Name, key.Role.ToString(), key.Prefix, key.ClientId, key.CreatedAt, key.ExpiresAt, key.LastUsedAt, key.RevokedAt, secret);
}

internal sealed record ApiKeyList(IReadOnlyList<ApiKeyEntry> ApiKeys);
