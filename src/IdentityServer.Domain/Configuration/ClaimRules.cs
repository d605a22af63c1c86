using System.Text.Json;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Tokens;

namespace IdentityServer.Domain.Configuration;

/// <summary>Which claims may be set of a user, and what they look like: OIDC Core §5.1, §5.1.1.</summary>
public static class ClaimRules
{
    const int LongestText = 2048;

    static readonly string[] AddressMembers = ["formatted", "street_address", "locality", "region", "postal_code", "country"];

    /// <summary>Null where the claim may be set, else why not.</summary>
    public static string? Problem(string name, JsonElement value)
    {
        switch (name)
        {
            case "email" or "email_verified":
                return $"has its own place: write {name} beside claims";
            case "preferred_username":
                return "is the username: write username beside claims";
            case "updated_at":
                return "is kept by the server: leave it out";
        }
        if (!UserClaims.IsStandard(name)) return $"is not a standard claim: use one of {string.Join(", ", UserClaims.Names.Where(IsSettable))}";
        return name switch
        {
            "address" => AddressProblem(value),
            "phone_number_verified" => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "must be true or false",
            "profile" or "picture" or "website" => TextProblem(value) ?? RedirectUris.WebProblem(value.GetString()),
            _ => TextProblem(value),
        };
    }

    static bool IsSettable(string name) => name is not ("email" or "email_verified" or "preferred_username" or "updated_at");

    static string? TextProblem(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 } text) return "must be a string that is not empty";
        return text.Length > LongestText ? $"must have at most {LongestText} characters" : null;
    }

    static string? AddressProblem(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return "must be an object";
        foreach (var member in value.EnumerateObject())
            if (!AddressMembers.Contains(member.Name) || TextProblem(member.Value) is not null)
                return $"must have strings that are not empty, named {string.Join(", ", AddressMembers)}";
        return null;
    }
}
