using System.Text.Json;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Configuration;

/// <summary>Reads <c>users</c>.</summary>
static class UserReader
{
    public static IReadOnlyList<UserDeclaration> Users(ObjectReader root, ProblemList problems)
    {
        List<UserDeclaration> users = [];
        HashSet<(string, string)> names = [], addresses = [];
        foreach (var reader in root.Objects("users"))
        {
            UserDeclaration user = new()
            {
                Username = reader.Required("username").Trim(),
                Pool = DeclarationReader.Pool(reader, problems),
                Email = reader.Text("email"),
                EmailVerified = reader.Flag("email_verified"),
                Password = reader.Text("password"),
                Claims = Claims(reader.Child("claims"), problems),
            };
            Check(user, reader, problems);
            if (!names.Add((user.Pool, UserNames.Normalize(user.Username)))) problems.Add(reader.At("username"), "is the username of another user in this file");
            if (user.Email is not null && !addresses.Add((user.Pool, EmailAddresses.Normalize(user.Email))))
                problems.Add(reader.At("email"), "is the address of another user in this file");
            reader.Close();
            users.Add(user);
        }
        return users;
    }

    static void Check(UserDeclaration user, ObjectReader reader, ProblemList problems)
    {
        if (UserNames.Problem(user.Username) is { } problem) problems.Add(reader.At("username"), problem);
        if (user.Email is { } email && EmailAddresses.Problem(email) is { } address) problems.Add(reader.At("email"), address);
        if (user.EmailVerified is true && user.Email is null) problems.Add(reader.At("email_verified"), "needs an email beside it");
        if (user.Password is { } password && PasswordPolicy.Problem(password) is { } weak) problems.Add(reader.At("password"), weak);
    }

    static Dictionary<string, JsonElement> Claims(ObjectReader? reader, ProblemList problems)
    {
        Dictionary<string, JsonElement> claims = new(StringComparer.Ordinal);
        if (reader is null) return claims;
        foreach (var member in reader.Members())
        {
            if (ClaimRules.Problem(member.Name, member.Value) is { } problem) problems.Add(reader.At(member.Name), problem);
            claims[member.Name] = member.Value;
        }
        return claims;
    }
}
