using System.Text.Encodings.Web;
using System.Text.Json;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Connections;

/// <summary>
/// What a provider may say of a user: standard claims (OIDC Core §5.1), each of its own type, and nothing else. Who they are and what
/// they may do here it does not say.
/// </summary>
public static class ClaimMapping
{
    public const int LongestText = 1000;

    /// <summary>Bytes of all claims together.</summary>
    public const int LongestTotal = 8 * 1024;

    static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static readonly string[] Texts = ["name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "gender", "birthdate", "zoneinfo", "locale", "phone_number"];
    static readonly string[] Addresses = ["profile", "picture", "website"];
    static readonly string[] AddressMembers = ["formatted", "street_address", "locality", "region", "postal_code", "country"];
    static readonly (string Scope, string Claim)[] ByScope = [("profile", "name"), ("email", "email"), ("phone", "phone_number"), ("address", "address")];

    /// <summary>All that may be set, for whoever writes a connection.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Texts, .. Addresses, "phone_number_verified", "address", "email", "email_verified"];

    /// <summary>Whether something is not among the claims that was asked for, by a scope or by a path.</summary>
    public static bool IsMissing(Connection connection, JsonElement claims)
    {
        ArgumentNullException.ThrowIfNull(connection);
        foreach (var name in connection.ClaimPaths.Keys)
            if (Names.Contains(name) && Find(connection, claims, name) is null) return true;
        var asked = connection.Scope.Split(' ');
        foreach (var (scope, claim) in ByScope)
            if (asked.Contains(scope) && Find(connection, claims, claim) is null) return true;
        return false;
    }

    /// <summary>Both as one; where both say something the ID token is right.</summary>
    public static JsonElement Merge(JsonElement idToken, JsonElement userInfo)
    {
        using var buffer = new PooledBuffer();
        using (var json = new Utf8JsonWriter(buffer, Layout))
        {
            json.WriteStartObject();
            foreach (var claim in idToken.EnumerateObject()) claim.WriteTo(json);
            foreach (var claim in userInfo.EnumerateObject())
                if (!idToken.TryGetProperty(claim.Name, out _) && !IsOfAnother(claim.Name, idToken, userInfo)) claim.WriteTo(json);
            json.WriteEndObject();
        }
        return JsonElement.Parse(buffer.Written);
    }

    /// <summary>That an address is verified one document does not say of the address that stands in the other.</summary>
    static bool IsOfAnother(string name, JsonElement idToken, JsonElement userInfo) =>
        name is "email_verified" or "phone_number_verified" && name[..^"_verified".Length] is var address && idToken.TryGetProperty(address, out var believed)
        && !(userInfo.TryGetProperty(address, out var other) && JsonElement.DeepEquals(believed, other));

    /// <summary>What is well-formed of what the provider says; the rest is left out.</summary>
    public static MappedClaims Read(Connection connection, JsonElement claims)
    {
        ArgumentNullException.ThrowIfNull(connection);
        Dictionary<string, JsonElement> mapped = new(StringComparer.Ordinal);
        var room = LongestTotal;
        foreach (var name in Names)
        {
            if (name is "email" or "email_verified" || Find(connection, claims, name) is not { } value || Checked(name, value) is not { } kept) continue;
            room -= name.Length + System.Text.Encoding.UTF8.GetByteCount(kept.GetRawText());
            if (room < 0) break;
            mapped[name] = kept;
        }
        var email = Find(connection, claims, "email") is { ValueKind: JsonValueKind.String } given && EmailAddresses.Problem(given.GetString()) is null ? given.GetString() : null;
        return new(mapped, email, email is not null && IsVerified(connection, claims));
    }

    /// <summary>JSON's own true and nothing like it. What a provider says of its email claim it does not say of the one that we take instead.</summary>
    static bool IsVerified(Connection connection, JsonElement claims) =>
        (!connection.ClaimPaths.ContainsKey("email") || connection.ClaimPaths.ContainsKey("email_verified"))
        && Find(connection, claims, "email_verified") is { ValueKind: JsonValueKind.True };

    static JsonElement? Find(Connection connection, JsonElement claims, string name)
    {
        if (!connection.ClaimPaths.TryGetValue(name, out var text)) return claims.TryGetProperty(name, out var own) && own.ValueKind != JsonValueKind.Null ? own : null;
        return ClaimPath.TryParse(text, out var path) && path.TryFind(claims, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;
    }

    static JsonElement? Checked(string name, JsonElement value) => name switch
    {
        "phone_number_verified" => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value : null,
        "address" => CheckedAddress(value),
        _ when !IsText(value, lines: false) => null,
        _ when Addresses.Contains(name) => RedirectUris.WebProblem(value.GetString()) is null ? value : null,
        _ => value,
    };

    static JsonElement? CheckedAddress(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return null;
        using var buffer = new PooledBuffer();
        using (var json = new Utf8JsonWriter(buffer, Layout))
        {
            json.WriteStartObject();
            foreach (var member in value.EnumerateObject())
                if (AddressMembers.Contains(member.Name) && IsText(member.Value, lines: true)) member.WriteTo(json);
            json.WriteEndObject();
        }
        return buffer.Length > 2 ? JsonElement.Parse(buffer.Written) : null;
    }

    static bool IsText(JsonElement value, bool lines)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 and <= LongestText } text) return false;
        foreach (var c in text)
            if (char.IsControl(c) && !(lines && c is '\n' or '\r')) return false;
        return true;
    }
}

/// <summary>A user as a provider describes them.</summary>
/// <param name="Claims">Standard claims by name, apart from the e-mail address.</param>
/// <param name="EmailVerified">The provider says so, in so many words.</param>
public sealed record MappedClaims(IReadOnlyDictionary<string, JsonElement> Claims, string? Email, bool EmailVerified);
