using System.Text.Json;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.TrustedIssuers;

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
        if (!UserIdExpression.TryParse(connection.SubjectExpression, out var expression, out var problem)
            || !expression.TryEvaluate(claims, out var subject, out problem)) return new Refusal(Reason.UpstreamSubjectUnusable, problem);
        return Ids.IsText(subject) ? subject : new Refusal(Reason.UpstreamSubjectUnusable, "no text of 1 to 255 characters");
    }

    /// <summary>What a logout token says of the user; null where that does not make up the subject.</summary>
    public static string? OfLogout(Connection connection, string? sub)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.SubjectExpression == Usual ? sub : null;
    }
}
