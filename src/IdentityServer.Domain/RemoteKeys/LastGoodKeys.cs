using System.Security.Cryptography;
using System.Text;
using IdentityServer.Domain.Jose;

namespace IdentityServer.Domain.RemoteKeys;

/// <summary>
/// One source's keys in storage: read at most once, written when they have changed or an hour has passed. A storage that is
/// away is no reason to fail anything.
/// </summary>
sealed class LastGoodKeys(string source, IRemoteKeyStore? store, TimeProvider clock)
{
    public static readonly TimeSpan ConfirmedEvery = TimeSpan.FromHours(1);

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    static readonly byte[] Nothing = "{\"keys\":[]}"u8.ToArray();

    bool isRead = store is null;
    Task saving = Task.CompletedTask;
    (string Fingerprint, long At)? saved;

    /// <summary>What was saved before this process began, the first time that storage can tell.</summary>
    public async ValueTask<(JwkSet Keys, DateTimeOffset ConfirmedAt)?> FindAsync()
    {
        if (isRead || store is null) return null;
        try
        {
            using var patience = new CancellationTokenSource(Patience, clock);
            var found = await store.FindAsync(source, patience.Token);
            isRead = true;
            return found is not null && JwksDocument.Read(found.Json).Keys is { } keys ? (keys, found.ConfirmedAt) : null;
        }
        catch (Exception outage) when (outage is not OutOfMemoryException)
        {
            return null;
        }
    }

    /// <summary>Nobody waits for it.</summary>
    public void Save(JwkSet keys, ReadOnlyMemory<byte> json, DateTimeOffset confirmedAt) => Save(Fingerprint(keys), json, confirmedAt);

    /// <summary>They are good no more, after a restart either: a set without keys takes their place.</summary>
    public void Forget(DateTimeOffset at) => Save("", Nothing, at);

    void Save(string fingerprint, ReadOnlyMemory<byte> json, DateTimeOffset confirmedAt)
    {
        isRead = true;
        if (store is null || !saving.IsCompleted) return;
        if (saved is { } last && last.Fingerprint == fingerprint && clock.GetElapsedTime(last.At) < ConfirmedEvery) return;
        saving = SaveAsync(store, new(source, json, confirmedAt), fingerprint);
    }

    async Task SaveAsync(IRemoteKeyStore into, StoredKeySet keys, string fingerprint)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience, clock);
            await into.SaveAsync(keys, patience.Token);
            saved = (fingerprint, clock.GetTimestamp());
        }
        catch (Exception outage) when (outage is not OutOfMemoryException)
        {
            // The next fetch tries again.
        }
    }

    // Of the keys and not of the bytes: some servers shuffle theirs at each request, and that is no change to write down.
    static string Fingerprint(JwkSet set)
    {
        var keys = set.Keys.Select(key => $"{key.Thumbprint()} {key.Kid} {key.Alg} {key.Use}").Order(StringComparer.Ordinal);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', keys))));
    }
}
