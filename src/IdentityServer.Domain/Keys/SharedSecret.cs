using System.Security.Cryptography;

namespace IdentityServer.Domain.Keys;

/// <summary>
/// The secret that all nodes derive their refresh tokens' keys from (<see cref="RefreshTokenSealer"/>). The master key
/// that it is sealed under is the one that this database is sealed under: who reads it follows.
/// </summary>
public sealed class SharedSecret(IKeyStore store, MasterKeys masterKeys, TimeProvider clock)
{
    public const string Name = "refresh-tokens";

    /// <summary>As it is; makes nothing.</summary>
    public async ValueTask<SharedSecretReading> FindAsync(CancellationToken ct) =>
        await store.FindSecretAsync(Name, ct) is { } stored ? Open(stored) : new(null, "The database has no signing keys yet.");

    /// <summary>Made now if there is none; of several nodes one makes it.</summary>
    public async ValueTask<SharedSecretReading> ShareAsync(CancellationToken ct)
    {
        if (await store.FindSecretAsync(Name, ct) is { } stored) return Open(stored);
        var bytes = RandomNumberGenerator.GetBytes(32);
        var first = masterKeys.First;
        SealedSecret made = new() { Name = Name, Sealed = first.Seal(bytes, SealedPlace.OfSecret(Name)), SealedBy = first.Fingerprint, CreatedAt = clock.GetUtcNow() };
        CryptographicOperations.ZeroMemory(bytes);
        return await store.AddSecretAsync(made, ct) ? Open(made) : await FindAsync(ct);
    }

    SharedSecretReading Open(SealedSecret stored) =>
        masterKeys.TryOpen(stored.SealedBy, stored.Sealed, SealedPlace.OfSecret(Name), out var bytes) && masterKeys.Follow(stored.SealedBy)
            ? new(bytes, null)
            : new(null, masterKeys.Problem("this database's secrets", stored.SealedBy));
}

/// <summary>The secret in the clear, or why there is none.</summary>
/// <param name="Problem">For the operator; null where there is a secret.</param>
public sealed record SharedSecretReading(byte[]? Bytes, string? Problem);
