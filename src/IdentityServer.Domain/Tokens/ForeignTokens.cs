using System.Text.Json;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Domain.Tokens;

/// <summary>Tokens of issuers that a pool's organization trusts, as the pool's clients hear of them: RFC 7662 §2.2.</summary>
public sealed class ForeignTokens(ITrustedTokens trusted, PoolOrganizations organizations, TimeProvider clock)
{
    /// <summary>Null for a token that is not believed, or that another organization believes.</summary>
    public async ValueTask<TrustedToken?> FindAsync(Pool pool, string token, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(pool);
        if (!TrustedTokenVerifier.MayRead(token) || await organizations.OfAsync(pool.Id, ct) is not { } organization) return null;
        if (!(await trusted.VerifyAsync(organization, token, ct)).Try(out var believed, out _)) return null;
        // As with our own, nothing is active in the second in which it expires.
        return believed.ExpiresAt > clock.GetUtcNow() ? believed : null;
    }

    /// <summary>The <c>sub</c> is our user id; the rest stands in the token.</summary>
    public static void Write(Utf8JsonWriter json, TrustedToken token)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(token);
        json.WriteString("iss", token.Issuer.Issuer);
        json.WriteString("sub", token.UserId);
        if (token.Claims.TryGetProperty("aud"u8, out var audience))
        {
            json.WritePropertyName("aud");
            audience.WriteTo(json);
        }
        json.WriteNumber("exp", token.ExpiresAt.ToUnixTimeSeconds());
        // The verifier has seen that it is there and a number of seconds before the year 10000.
        json.WriteNumber("iat", (long)token.Claims.GetProperty("iat"u8).GetDouble());
        json.WriteString("token_type", "Bearer");
    }
}
