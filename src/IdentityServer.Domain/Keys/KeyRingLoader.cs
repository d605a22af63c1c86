using System.Text;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>
/// Opens a pool's keys. At a start it first takes the steps of rotation that are due, which for a new pool makes its keys;
/// of several nodes on an empty database exactly one makes each. A node with the wrong master key makes nothing.
/// </summary>
public sealed class KeyRingLoader(IKeyStore store, KeyFactory factory, KeyRotator rotator, RotationPolicies policies, MasterKeys masterKeys, TimeProvider clock)
{
    readonly SharedSecret shared = new(store, masterKeys, clock);

    /// <summary>What a start does.</summary>
    public async ValueTask<KeyRingLoad> StartAsync(PoolId pool, CancellationToken ct)
    {
        // What is there has to open before anything is made beside it.
        if (factory.Problem((await store.ListAsync(pool, ct)).Keys) is { } problem) return new(null, problem);
        if ((await shared.ShareAsync(ct)).Problem is { } foreign) return new(null, foreign);
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
        // Read each time: the master key that it is sealed under is the one that seals from now on.
        var secret = await shared.FindAsync(ct);
        var refreshTokens = secret.Bytes is { } bytes ? new RefreshTokenSealer(bytes, pool) : previous?.RefreshTokens;
        return refreshTokens is null ? new(null, secret.Problem) : Open(pool, stored, previous, refreshTokens, secret.Problem);
    }

    KeyRingLoad Open(PoolId pool, StoredKeys stored, KeyRing? previous, RefreshTokenSealer refreshTokens, string? problem)
    {
        List<Jwk> published = [], withdrawn = [];
        List<KeyRingSigner> signers = [];
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
            LongestLifetime = stored.LongestLifetime,
            NextChange = KeyRotation.NextChange(stored.Keys, own),
        }, problem);
    }
}
