using IdentityServer.Domain.Egress;

namespace IdentityServer.Domain.Pools;

/// <summary>
/// What may stand in <see cref="UserPool.Authorization"/>. Keys are looked up through the pool, never through what a token
/// says, so a pool can vouch for itself alone; that it does not call itself by our name is for those who read. RFC 8725 §3.8.
/// </summary>
public sealed class TokenSourceRules(OutboundUrls urls, Pool root)
{
    const int LongestPin = 2048;

    /// <summary>The member that is wrong, and why; null where all may stay.</summary>
    public (string Member, string Problem)? Flaw(TokenSource source)
    {
        if (ShapeFlaw(source) is { } flaw) return flaw;
        if (source.JwksUri is { } uri && !urls.TryRead(uri, out _, out var forbidden)) return ("jwksUri", forbidden);
        // Whoever reads iss takes such a token for one of ours.
        return source.Issuer is { } pinned && (pinned.Equals(root.Issuer, StringComparison.OrdinalIgnoreCase) || pinned.StartsWith(root.Issuer + "/", StringComparison.OrdinalIgnoreCase))
            ? ("issuer", "must not be an issuer of this server")
            : null;
    }

    /// <summary>The same as far as it can be told without knowing this server and what its operator allows.</summary>
    public static (string Member, string Problem)? ShapeFlaw(TokenSource source)
    {
        if (source.JwksUri is null == source.Jwks is null) return ("jwksUri", "or jwks must be present, and only one of them");
        if (!ClaimPath.TryParse(source.IdClaim, out _)) return ("idClaim", "must be the name of a claim, or names with single dots between them");
        if (PinProblem(source.Issuer) is { } issuer) return ("issuer", issuer);
        return PinProblem(source.Audience) is { } audience ? ("audience", audience) : null;
    }

    static string? PinProblem(string? pin) => pin switch
    {
        null => null,
        "" => "must not be empty: leave it out to accept any",
        { Length: > LongestPin } => $"must have at most {LongestPin} characters",
        _ => pin.Any(char.IsControl) ? "must not contain control characters" : null,
    };
}
