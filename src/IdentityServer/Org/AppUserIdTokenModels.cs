using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using IdentityServer.Domain.AppUserIdTokens;

namespace IdentityServer.Org;

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record IssueRequest
{
    [Description("The application's own id of the user: 1 to 255 characters.")]
    public required string AppUserId { get; init; }

    [Description("A hosted pool; the organization's first one if absent.")]
    public string? UserPoolId { get; init; }

    [Description("When it expires, in seconds since 1970. A later time than the pool allows becomes the latest it allows.")]
    public long? Exp { get; init; }
}

internal sealed record IssuedToken(string AppUserIdToken);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record VerifyRequest
{
    [Description("An application of the pool; or name the pool.")]
    public string? ClientId { get; init; }
    public string? UserPoolId { get; init; }
    public required string AppUserIdToken { get; init; }
}

/// <param name="AppUserId">What the pool's id claim says.</param>
/// <param name="Code">Why it is not believed; explain says more.</param>
internal sealed record VerifiedToken(
    bool Active,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AppUserId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? UserPoolId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Claims,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Code)
{
    public static VerifiedToken Of(BelievedToken token) => new(true, token.AppUserId, token.UserPoolId.Value, token.Claims, null);

    public static VerifiedToken Of(TokenFlaw flaw) => new(false, null, null, null, flaw.Code);
}

/// <param name="Code">Stable, such as expired; valid where nothing is wrong.</param>
/// <param name="Explanation">What is wrong.</param>
/// <param name="Next">What to do about it.</param>
/// <param name="Clause">The standard's clause that was broken.</param>
/// <param name="Facts">Of the token and its pool; nothing that could be used as the token.</param>
internal sealed record TokenReport(
    bool Active, string Code, string Explanation, string? Next, string? Clause, string? Detail, IReadOnlyDictionary<string, string> Facts)
{
    public static TokenReport Of(TokenExplanation explanation)
    {
        Dictionary<string, string> facts = new(StringComparer.Ordinal);
        foreach (var fact in explanation.Facts) facts[fact.Name] = fact.Value;
        return explanation.Flaw is { } flaw
            ? new(false, flaw.Code, flaw.Sentence, flaw.Next, flaw.Spec.Length > 0 ? flaw.Spec : null, explanation.Detail, facts)
            : new(true, "valid", "Nothing is wrong with this token.", null, null, explanation.Detail, facts);
    }
}
