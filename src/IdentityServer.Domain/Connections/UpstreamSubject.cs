using System.Text.Json;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Connections;

/// <summary>Who somebody is at a provider, by the connection's expression: OIDC Core §5.7.</summary>
public static class UpstreamSubject
{
    /// <summary>The claim that OpenID providers name their users by.</summary>
    public const string Usual = "{sub}";

    /// <summary>Of all claims that the provider has given.</summary>
    public static Result<string> Of(Connection connection, JsonElement claims)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var name = connection.SubjectExpression is ['{', .. var inner, '}'] ? inner : "";
        if (!claims.TryGetProperty(name, out var value)) return new Refusal(Reason.UpstreamSubjectUnusable, "a claim is missing");
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number when value.TryGetInt64(out _) => value.GetRawText(),
            _ => null,
        };
        return Ids.IsText(text) ? text : new Refusal(Reason.UpstreamSubjectUnusable, "the subject is no text of 1 to 255 characters");
    }

    /// <summary>What a logout token says of the user; null where that does not make up the subject.</summary>
    public static string? OfLogout(Connection connection, string? sub)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.SubjectExpression == Usual ? sub : null;
    }
}
