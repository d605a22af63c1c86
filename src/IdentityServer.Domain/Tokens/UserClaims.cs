using System.Collections.Frozen;
using System.Text.Json;
using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Tokens;

/// <summary>What a client may learn of a user: the standard claims, by scope and by name. OIDC Core §5.1, §5.4, §5.5.</summary>
public static class UserClaims
{
    static readonly FrozenDictionary<string, string[]> ByScope = new Dictionary<string, string[]>
    {
        ["profile"] = ["name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile",
            "picture", "website", "gender", "birthdate", "zoneinfo", "locale", "updated_at"],
        ["email"] = ["email", "email_verified"],
        ["address"] = ["address"],
        ["phone"] = ["phone_number", "phone_number_verified"],
    }.ToFrozenDictionary();

    static readonly FrozenSet<string> Standard = ByScope.Values.SelectMany(names => names).ToFrozenSet();

    /// <summary>Scopes of OIDC Core §5.4 and §11, which need a user.</summary>
    public static readonly FrozenSet<string> UserScopes =
        ByScope.Keys.Append(ScopeSet.OpenId).Append(ScopeSet.OfflineAccess).ToFrozenSet();

    /// <summary>For discovery.</summary>
    public static IEnumerable<string> Names => Standard.Order(StringComparer.Ordinal);

    public static bool IsStandard(string name) => Standard.Contains(name);

    /// <summary>Whether a client registered for these scopes may ask for the claim by name; the claims parameter opens nothing that a scope could not.</summary>
    public static bool MayAsk(ScopeSet registered, string name)
    {
        foreach (var token in registered.Tokens)
            if (ByScope.TryGetValue(token, out var names) && names.Contains(name)) return true;
        return false;
    }

    /// <summary>The registered scopes that the claims of these names belong to: what a user is asked for, where a client asks by name.</summary>
    public static ScopeSet ScopesOf(IEnumerable<string> names, ScopeSet registered) =>
        registered.Where(token => ByScope.TryGetValue(token, out var claims) && names.Any(claims.Contains));

    /// <summary>The members of a UserInfo answer beyond <c>sub</c>.</summary>
    /// <param name="registered">The client's registered scopes.</param>
    public static void Write(Utf8JsonWriter json, User user, ScopeSet scope, ClaimsRequest request, ScopeSet registered)
    {
        HashSet<string> written = ["sub"];
        foreach (var token in scope.Tokens)
            if (ByScope.TryGetValue(token, out var names))
                foreach (var name in names)
                    if (written.Add(name)) TryWrite(json, user, name);
        foreach (var name in request.UserInfo)
            if (written.Add(name) && MayAsk(registered, name)) TryWrite(json, user, name);
    }

    /// <summary>Writes a standard claim where the user has it; a claim that is not there is left out (§5.3.2), and so is one we do not know.</summary>
    public static bool TryWrite(Utf8JsonWriter json, User user, string name)
    {
        switch (name)
        {
            case "preferred_username":
                // Who came from elsewhere has a username that nobody chose.
                json.WriteString(name, user.Claims.TryGetValue(name, out var preferred) && preferred.ValueKind == JsonValueKind.String ? preferred.GetString() : user.Username);
                return true;
            case "email" when user.Email is { } email:
                json.WriteString(name, email);
                return true;
            case "email_verified" when user.Email is not null:
                json.WriteBoolean(name, user.EmailVerified);
                return true;
            case "updated_at":
                json.WriteNumber(name, user.UpdatedAt.ToUnixTimeSeconds());
                return true;
            case "email" or "email_verified":
                return false;
        }
        // §5.3.2: nor is a claim without a value sent as null.
        if (!Standard.Contains(name) || !user.Claims.TryGetValue(name, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined) return false;
        json.WritePropertyName(name);
        value.WriteTo(json);
        return true;
    }
}
