using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>
/// Whether the relying parties have met a key before it signs. An address range from which clients authenticate stands for
/// those clients, all of them; a client is ready as soon as one of its readers is.
/// </summary>
public sealed class RotationReadiness(IKeyStore keys, IJwksReaderStore readers, TimeProvider clock)
{
    /// <summary>Whoever has not read the JWK set for longer is not waited for.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    /// <summary>From the database, so it is as far as all nodes have stored what they noted. Null where there is no such key.</summary>
    public async ValueTask<KeyReadiness?> ReadAsync(PoolId pool, string kid, CancellationToken ct)
    {
        if ((await keys.ListAsync(pool, ct)).Keys.FirstOrDefault(key => key.Kid == kid) is not { } key) return null;
        var now = clock.GetUtcNow();
        var since = now - Memory;
        return Of(key, await readers.ListAsync(pool, key.AnnouncedAt < since ? key.AnnouncedAt.Value : since, ct), now);
    }

    public static KeyReadiness Of(SigningKey key, StoredReaders stored, DateTimeOffset now)
    {
        var clients = stored.Ranges.ToLookup(range => range.Range, range => range.ClientId.Value);
        List<JwksReader> ready = [], waiting = [];
        foreach (var same in stored.Readers.SelectMany(reader => Names(reader, clients)).GroupBy(named => (named.Name, named.IsClient), named => named.Reader)
            .OrderByDescending(same => same.Key.IsClient).ThenBy(same => same.Key.Name, StringComparer.Ordinal))
        {
            // Who has the key is shown as it was when it got it; else as it was last seen.
            var last = same.OrderByDescending(reader => Knows(reader, key)).ThenByDescending(reader => reader.LastSeenAt).First();
            if (Knows(last, key)) ready.Add(Named(same.Key.Name, same.Key.IsClient, last));
            else if (last.LastSeenAt >= now - Memory) waiting.Add(Named(same.Key.Name, same.Key.IsClient, last));
        }
        return new(key.Kid, key.AnnouncedAt, ready, waiting);
    }

    // The time of the keys is what the nodes agree on. Of two keys announced by nodes whose clocks differ it may say too
    // much, so the time of the visit has to agree.
    static bool Knows(JwksReader reader, SigningKey key) => reader.KeysAnnouncedAt >= key.AnnouncedAt && reader.LastSeenAt >= key.AnnouncedAt;

    static IEnumerable<(string Name, bool IsClient, JwksReader Reader)> Names(JwksReader reader, ILookup<string, string> clients) =>
        reader.IsClient || !clients.Contains(reader.Name)
            ? [(reader.Name, reader.IsClient, reader)]
            : clients[reader.Name].Select(client => (client, true, reader));

    static JwksReader Named(string name, bool isClient, JwksReader reader) => new()
    {
        PoolId = reader.PoolId,
        Name = name,
        IsClient = isClient,
        FirstSeenAt = reader.FirstSeenAt,
        LastSeenAt = reader.LastSeenAt,
        KeysAnnouncedAt = reader.KeysAnnouncedAt,
        UserAgent = reader.UserAgent,
    };
}
