using System.Security.Cryptography;
using System.Text;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>
/// Opens a pool's keys. At a start it first takes the steps of rotation that are due, which for a new pool makes its keys;
/// of several nodes on an empty database exactly one makes each. A node with the wrong master key makes nothing.
/// </summary>
public sealed class KeyRingLoader(IKeyStore store, KeyFactory factory, KeyRotator rotator, RotationPolicies policies, MasterKey masterKey, TimeProvider clock)
{
    const string RefreshSecret = "refresh-tokens";

    /// <summary>What a start does.</summary>
    public async ValueTask<KeyRingLoad> StartAsync(PoolId pool, CancellationToken ct)
    {
        // What is there has to open before anything is made beside it.
        if (factory.Problem((await store.ListAsync(pool, ct)).Keys) is { } problem) return new(null, problem);
        if (await ShareSecretAsync(ct) is null) return new(null, factory.WrongMasterKey("this database's secrets"));
        var run = await rotator.RunAsync(pool, ct);
        if (run.Problem is not null) return new(null, run.Problem);
        await rotator.ExtendAsync(pool, ct);
        return await LoadAsync(pool, null, ct);
    }

    /// <summary>The ring as the database has it now; makes and changes nothing.</summary>
    /// <param name="previous">The ring so far, whose opened keys are used again.</param>
    public async ValueTask<KeyRingLoad> LoadAsync(PoolId pool, KeyRing? previous, CancellationToken ct)
    {
        var stored = await store.ListAsync(pool, ct);
        var refreshTokens = previous?.RefreshTokens;
        if (refreshTokens is null)
        {
            if (await store.FindSecretAsync(RefreshSecret, ct) is not { } secret) return new(null, "The database has no signing keys yet.");
            if (!masterKey.TryOpen(secret.Sealed, Place(RefreshSecret), out var bytes)) return new(null, factory.WrongMasterKey("this database's secrets"));
            refreshTokens = new(bytes, pool);
        }
        return Open(pool, stored, previous, refreshTokens);
    }

    KeyRingLoad Open(PoolId pool, StoredKeys stored, KeyRing? previous, RefreshTokenSealer refreshTokens)
    {
        List<Jwk> published = [], withdrawn = [];
        List<KeyRingSigner> signers = [];
        string? problem = null;
        foreach (var key in stored.Keys.OrderBy(key => key.Algorithm, StringComparer.Ordinal).ThenByDescending(key => key.Generation))
        {
            if (key.State == KeyState.Revoked) continue;
            if (!Jwk.TryParse(Encoding.UTF8.GetBytes(key.PublicJwk), out var jwk, out var damage))
                return new(null, $"The signing key {key.Kid} in the database is damaged ({damage}). Restore the database from a backup.");
            (key.IsPublic ? published : withdrawn).Add(jwk);
            if (key.State != KeyState.Active || !JwsAlgorithm.TryGet(key.Algorithm, out var algorithm) || !algorithm.IsAvailable) continue;
            // Two active keys cannot be; were there two, the newest would be the one.
            if (signers.Exists(signer => signer.Credential.Algorithm == algorithm)) continue;
            var credential = previous?.Signers.FirstOrDefault(signer => signer.Credential.Kid == key.Kid)?.Credential ?? factory.Open(key);
            if (credential is not null) signers.Add(new(credential, key.SignedUntil ?? DateTimeOffset.MinValue));
            else problem ??= factory.Problem([key]) ?? $"The signing key {key.Kid} in the database is damaged. Restore the database from a backup.";
        }
        // A key that this node will have to sign with one day has to open too; better to know it now.
        problem ??= factory.Problem(stored.Keys);
        if (previous is null && problem is not null) return new(null, problem);
        var own = policies.For(pool, stored.Policies);
        return new(new KeyRing(pool, signers, published, withdrawn, refreshTokens)
        {
            Keys = stored.Keys,
            Policies = own,
            NextChange = KeyRotation.NextChange(stored.Keys, own),
        }, problem);
    }

    /// <summary>The secret that refresh tokens are sealed with, made now if there is none; null where the master key does not open it.</summary>
    async ValueTask<byte[]?> ShareSecretAsync(CancellationToken ct)
    {
        var stored = await store.FindSecretAsync(RefreshSecret, ct);
        if (stored is null)
        {
            var made = new SealedSecret
            {
                Name = RefreshSecret,
                Sealed = masterKey.Seal(RandomNumberGenerator.GetBytes(32), Place(RefreshSecret)),
                SealedBy = masterKey.Fingerprint,
                CreatedAt = clock.GetUtcNow(),
            };
            stored = await store.AddSecretAsync(made, ct) ? made : await store.FindSecretAsync(RefreshSecret, ct);
        }
        return stored is not null && masterKey.TryOpen(stored.Sealed, Place(RefreshSecret), out var secret) ? secret : null;
    }

    static string Place(string secret) => "secret/" + secret;
}
