using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Pages.Admin;

/// <summary>The form in which an issuer is trusted, as it was filled in. The token goes back to the browser and is kept nowhere.</summary>
sealed record TrustForm(string? Token, string? Expression, string? Audience, string? Roles, string? Issuer, string? JwksUri)
{
    public static readonly TrustForm Empty = new(null, null, null, null, null, null);

    /// <summary>The field that is wrong, and why.</summary>
    public (string Field, string Problem)? Trouble { get; init; }

    public TrustPreview? Preview { get; init; }

    /// <summary>It comes first on the page once somebody has sent it.</summary>
    public bool IsSent { get; init; }

    /// <summary>By which it is known whether what is to be saved is what was shown.</summary>
    public string Digest => HandleDigest.Of(string.Join('\n', Token, Expression, Audience, Roles?.ReplaceLineEndings("\n"), Issuer, JwksUri)).Value;

    public string? ErrorOf(string field) => Trouble is (var wrong, var problem) && wrong == field ? problem : null;

    /// <summary>The field of a member of the API; null where the form has none.</summary>
    public static (string Field, string Label)? FieldOf(string? member) => member switch
    {
        "issuer" => ("Issuer", "The issuer"),
        "preferredAudience" => ("Audience", "The audience"),
        "userIdExpression" => ("Expression", "The expression"),
        "jwksUri" => ("JwksUri", "The address of the keys"),
        "roles" => ("Roles", "The list"),
        _ => null,
    };
}

/// <summary>What would be saved, and what becomes of the token that was pasted.</summary>
/// <param name="UserId">Null where no token was pasted.</param>
/// <param name="Claims">Their names: whoever writes an expression needs them, and values are nobody's business.</param>
sealed record TrustPreview(string Issuer, string Audience, string Expression, string? JwksUri, string? UserId, string? Role, IReadOnlyList<string> Claims, IReadOnlyList<string> Warnings)
{
    public static TrustPreview Of(TrustedIssuer issuer, TrustedToken? token) => new(issuer.Issuer, issuer.Audience, issuer.UserIdExpression, issuer.JwksUri,
        token?.UserId, token?.Role?.ToString(), token is null ? [] : [.. token.Claims.EnumerateObject().Select(claim => claim.Name)], TrustedIssuerRules.Warnings(issuer));
}
