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
        tokens[(issuer.OrganizationId, text)] = new(issuer, userId, null, expiresAt, JsonElement.Parse(claims));

    public ValueTask<TrustedVerdict> VerifyAsync(string? organizationId, string token, CancellationToken ct)
    {
        Reads++;
        return new(tokens.TryGetValue((organizationId, token), out var found) ? new TrustedVerdict(found, null) : new TrustedVerdict(null, "issuer_unknown"));
    }
}
