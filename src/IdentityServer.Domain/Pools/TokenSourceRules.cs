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
        if (source.JwksUri is null == source.Jwks is null) return ("jwksUri", "or jwks must be present, and only one of them");
        if (source.JwksUri is { } uri && !urls.TryRead(uri, out _, out var forbidden)) return ("jwksUri", forbidden);
        if (!ClaimPath.TryParse(source.IdClaim, out _)) return ("idClaim", "must be the name of a claim, or names with single dots between them");
        if (PinProblem(source.Issuer) is { } issuer) return ("issuer", issuer);
        // Whoever reads iss takes such a token for one of ours.
        if (source.Issuer is { } pinned && (pinned == root.Issuer || pinned.StartsWith(root.Issuer + "/", StringComparison.OrdinalIgnoreCase) || pinned.Equals(root.Issuer, StringComparison.OrdinalIgnoreCase)))
            return ("issuer", "must not be an issuer of this server");
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
