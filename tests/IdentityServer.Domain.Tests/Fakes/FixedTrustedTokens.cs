using System.Text.Json;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>Tokens of trusted issuers by their text, as a test wants them believed.</summary>
sealed class FixedTrustedTokens : ITrustedTokens
{
    readonly Dictionary<(string?, string), TrustedToken> tokens = [];

    public int Reads { get; private set; }

    /// <param name="claims">JSON.</param>
    public TrustedToken Put(string text, TrustedIssuer issuer, string userId, DateTimeOffset expiresAt, string claims = "{}") =>
        tokens[(issuer.OrganizationId, text)] = New(issuer, userId, expiresAt, JsonElement.Parse(claims));

    public ValueTask<TrustedVerdict> VerifyAsync(string? organizationId, string token, CancellationToken ct)
    {
        Reads++;
        return new(tokens.TryGetValue((organizationId, token), out var found) ? new TrustedVerdict(found, null) : TrustedFlaw.IssuerUntrusted);
    }

    static TrustedToken New(TrustedIssuer issuer, string userId, DateTimeOffset expiresAt, JsonElement claims) =>
        new(issuer, userId, null, expiresAt, claims, claims.TryGetProperty("jti", out var jti) ? jti.GetString() : null);
}
