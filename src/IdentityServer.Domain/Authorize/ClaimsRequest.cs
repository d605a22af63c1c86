using System.Text;
using System.Text.Json;
using IdentityServer.Domain.Jose;

namespace IdentityServer.Domain.Authorize;

/// <summary>The <c>claims</c> parameter: which claims the client asks for one by one. OIDC Core §5.5.</summary>
public sealed class ClaimsRequest
{
    const int LongestText = 4096;
    const int MostClaims = 50;

    public static readonly ClaimsRequest Nothing = new([], [], null, null);

    ClaimsRequest(IReadOnlyList<string> userInfo, IReadOnlyList<string> idToken, IReadOnlyList<string>? essentialAcr, string? subject) =>
        (UserInfo, IdToken, EssentialAcr, Subject) = (userInfo, idToken, essentialAcr, subject);

    /// <summary>Names asked for at the UserInfo endpoint.</summary>
    public IReadOnlyList<string> UserInfo { get; }

    /// <summary>Names asked for in the ID token.</summary>
    public IReadOnlyList<string> IdToken { get; }

    /// <summary>The acr values one of which must be met, where acr is essential (§5.5.1.1); null where it is not.</summary>
    public IReadOnlyList<string>? EssentialAcr { get; }

    /// <summary>The one user an answer may be about (§5.5.1, §3.1.2.2); null where it does not say.</summary>
    public string? Subject { get; }

    /// <summary>False where the text is not of the form of §5.5, or larger than anyone needs. Null is no request.</summary>
    public static bool TryParse(string? text, out ClaimsRequest claims)
    {
        claims = Nothing;
        if (text is null) return true;
        if (text.Length > LongestText) return false;
        // Strict: a lone surrogate or a member that comes twice would surprise whoever reads the names later.
        if (!StrictJson.TryParseObject(Encoding.UTF8.GetBytes(text), out var root, out _)) return false;
        if (!TryReadNames(root, "userinfo", out var userInfo)) return false;
        if (!TryReadNames(root, "id_token", out var idToken)) return false;
        claims = new(userInfo, idToken, ReadEssentialAcr(root), ReadSubject(root));
        return true;
    }

    static bool TryReadNames(JsonElement root, string member, out List<string> names)
    {
        names = [];
        if (!root.TryGetProperty(member, out var section) || section.ValueKind == JsonValueKind.Null) return true;
        if (section.ValueKind != JsonValueKind.Object) return false;
        foreach (var claim in section.EnumerateObject())
        {
            if (claim.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Object) || names.Count == MostClaims) return false;
            names.Add(claim.Name);
        }
        return true;
    }

    static string? ReadSubject(JsonElement root) =>
        TryReadRequest(root, "sub", out var sub) && sub.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    static List<string>? ReadEssentialAcr(JsonElement root)
    {
        if (!TryReadRequest(root, "acr", out var acr)) return null;
        if (!acr.TryGetProperty("essential", out var essential) || essential.ValueKind != JsonValueKind.True) return null;
        List<string> values = [];
        if (acr.TryGetProperty("value", out var one) && one.ValueKind == JsonValueKind.String) values.Add(one.GetString()!);
        if (acr.TryGetProperty("values", out var several) && several.ValueKind == JsonValueKind.Array)
            values.AddRange(several.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!));
        return values.Count > 0 ? values : null;
    }

    /// <summary>What is asked of one claim in the ID token, where that is more than its name.</summary>
    static bool TryReadRequest(JsonElement root, string claim, out JsonElement request)
    {
        request = default;
        return root.TryGetProperty("id_token", out var section) && section.ValueKind == JsonValueKind.Object
            && section.TryGetProperty(claim, out request) && request.ValueKind == JsonValueKind.Object;
    }
}
