namespace IdentityServer.Domain.TrustedIssuers;

/// <summary>Believes tokens of trusted issuers, or says what is wrong with them.</summary>
public interface ITrustedTokens
{
    /// <param name="organizationId">Whose trusted issuer it has to be; null for whoever's it is.</param>
    ValueTask<TrustedVerdict> VerifyAsync(string? organizationId, string token, CancellationToken ct);
}
