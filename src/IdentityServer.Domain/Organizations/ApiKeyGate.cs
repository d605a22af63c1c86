using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Organizations;

/// <summary>
/// Who calls the management API. A key that is unknown, over or revoked costs the same read and gets the same answer.
/// RFC 6750 §3.1.
/// </summary>
public sealed class ApiKeyGate(IApiKeyStore keys, TimeProvider clock)
{
    static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(1);

    public async ValueTask<Result<ApiKey>> CheckAsync(string bearer, CancellationToken ct)
    {
        if (!BearerSecret.TryParse(bearer, BearerSecret.ApiKey, out var secret)) return Reason.ApiKeyMalformed;
        if (await keys.FindAsync(secret.Digest, ct) is not { } key) return new Refusal(Reason.ApiKeyUnknown, secret.Digest.ToString());
        if (key.RevokedAt is not null) return new Refusal(Reason.ApiKeyRevoked, key.Id);
        if (!key.IsLive(clock.GetUtcNow())) return new Refusal(Reason.ApiKeyExpired, key.Id);
        return key;
    }

    /// <summary>Whether its last use is to be written down: once a minute is enough, and spares a write for each call.</summary>
    public bool IsToBeTouched(ApiKey key) => !(clock.GetUtcNow() - key.LastUsedAt < TouchEvery);
}
