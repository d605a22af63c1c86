using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Configuration;

/// <summary>Reads <c>organization</c>, <c>members</c> and <c>apiKeys</c>.</summary>
static class OrganizationReader
{
    static readonly string[] Roles = Enum.GetNames<MemberRole>();

    public static OrganizationDeclaration? Organization(ObjectReader root, ProblemList problems)
    {
        if (root.Child("organization") is not { } reader) return null;
        var name = reader.Required("name");
        if (DisplayNames.Problem(name) is { } problem) problems.Add(reader.At("name"), problem);
        reader.Close();
        return new(name);
    }

    public static IReadOnlyList<MemberDeclaration> Members(ObjectReader root, ProblemList problems)
    {
        List<MemberDeclaration> members = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var reader in root.Objects("members"))
        {
            MemberDeclaration member = new() { Email = reader.Required("email"), Role = Role(reader, problems), Password = reader.Text("password") };
            if (EmailAddresses.Problem(member.Email) is { } problem) problems.Add(reader.At("email"), problem);
            else if (!seen.Add(EmailAddresses.Normalize(member.Email))) problems.Add(reader.At("email"), "is the address of another member in this file");
            if (member.Password is { } password && PasswordPolicy.Problem(password) is { } weak) problems.Add(reader.At("password"), weak);
            reader.Close();
            members.Add(member);
        }
        if (members.Count > 0) NeedsOrganization(root, "members", problems);
        return members;
    }

    public static IReadOnlyList<ApiKeyDeclaration> ApiKeys(ObjectReader root, ProblemList problems)
    {
        List<ApiKeyDeclaration> keys = [];
        HashSet<string> seen = new(StringComparer.Ordinal), secrets = new(StringComparer.Ordinal);
        foreach (var reader in root.Objects("apiKeys"))
        {
            ApiKeyDeclaration key = new() { Name = reader.Required("name"), Key = reader.Required("key"), Role = Role(reader, problems), SdkClientId = reader.Text("sdkClientId") };
            if (DisplayNames.Problem(key.Name) is { } problem) problems.Add(reader.At("name"), problem);
            else if (!seen.Add(key.Name)) problems.Add(reader.At("name"), "is the name of another API key in this file");
            if (key.SdkClientId is { } client && !Ids.IsUuid(client)) problems.Add(reader.At("sdkClientId"), "must be the id of a service among the SDK clients");
            if (!BearerSecret.TryParse(key.Key, BearerSecret.ApiKey, out _)) problems.Add(reader.At("key"), $"must be {BearerSecret.ApiKey} and at least {BearerSecret.Shortest} random letters, digits, - or _");
            else if (!secrets.Add(key.Key)) problems.Add(reader.At("key"), "is the key of another API key in this file");
            reader.Close();
            keys.Add(key);
        }
        if (keys.Count > 0) NeedsOrganization(root, "apiKeys", problems);
        return keys;
    }

    static MemberRole Role(ObjectReader reader, ProblemList problems)
    {
        var name = reader.Required("role");
        var index = Array.IndexOf(Roles, name);
        if (index < 0) problems.Add(reader.At("role"), ClientRules.OneOf(Roles));
        return index < 0 ? MemberRole.ReadOnly : Enum.Parse<MemberRole>(name);
    }

    public static void NeedsOrganization(ObjectReader root, string list, ProblemList problems)
    {
        if (!root.Has("organization")) problems.Add("organization", $"must be present, because the file has {list}: say which organization they belong to");
    }
}
