namespace IdentityServer.Domain.Keys;

/// <summary>
/// The master keys that this node knows. Any of them opens what it has sealed; one of them seals, and which one the
/// database says: the key that its shared secret is sealed under (<see cref="SharedSecret"/>). So all nodes change over
/// in the moment in which the rows do, without a restart. A key once known is not forgotten before the process ends.
/// </summary>
public sealed class MasterKeys : IDisposable
{
    /// <summary>Reading may mean asking a key management service: not for each row that cannot be opened.</summary>
    public static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(3);

    readonly Lock gate = new();
    readonly IMasterKeySource? source;
    readonly TimeProvider clock;
    volatile Known known;
    DateTimeOffset readAt;

    /// <param name="keys">What the source said at start, not empty.</param>
    public MasterKeys(IReadOnlyList<MasterKey> keys, IMasterKeySource? source, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(clock);
        if (keys.Count == 0) throw new ArgumentException("There is no master key.", nameof(keys));
        (this.source, this.clock, known, readAt) = (source, clock, new([.. keys], null), clock.GetUtcNow());
    }

    /// <summary>Keys of no source: there is nothing to read again.</summary>
    public MasterKeys(params IReadOnlyList<MasterKey> keys) : this(keys, null, TimeProvider.System)
    {
    }

    /// <summary>The first of the source: the one that everything should be sealed under.</summary>
    public MasterKey First => known.Keys[0];

    /// <summary>The one that seals now.</summary>
    public MasterKey Current => known is var now && now.Current is { } current ? current : now.Keys[0];

    /// <summary>Of the one that seals now.</summary>
    public string Fingerprint => Current.Fingerprint;

    public IReadOnlyList<string> Fingerprints => [.. known.Keys.Select(key => key.Fingerprint)];

    /// <summary>Seals under this key from now on; false where this node does not have it.</summary>
    public bool Follow(string fingerprint)
    {
        if (known.Current?.Fingerprint == fingerprint) return true;
        if (Find(fingerprint) is not { } key) return false;
        lock (gate) known = known with { Current = key };
        return true;
    }

    /// <summary>The key of this name. For one that is not known the source is read again, if that was not done just now.</summary>
    public MasterKey? Find(string fingerprint)
    {
        if (known.Find(fingerprint) is { } key) return key;
        if (source is null) return null;
        lock (gate)
        {
            if (known.Find(fingerprint) is { } meanwhile) return meanwhile;
            if ((clock.GetUtcNow() - readAt).Duration() < ReadAgainAfter) return null;
            Read();
            return known.Find(fingerprint);
        }
    }

    /// <summary>Reads the source now: for who is about to change something and wants to know what the operator wants today.</summary>
    public void ReadAgain()
    {
        lock (gate) Read();
    }

    /// <param name="sealedBy">Fingerprint of the key that sealed it.</param>
    /// <param name="place">See <see cref="SealedPlace"/>.</param>
    public bool TryOpen(string sealedBy, ReadOnlySpan<byte> sealedValue, string place, out byte[] plaintext)
    {
        if (Find(sealedBy) is { } key) return key.TryOpen(sealedValue, place, out plaintext);
        plaintext = [];
        return false;
    }

    /// <summary>For the operator, about something that <see cref="TryOpen"/> does not open: why, and what to do.</summary>
    public string Problem(string what, string sealedBy)
    {
        var fingerprints = Fingerprints;
        return fingerprints.Contains(sealedBy)
            ? $"The master key (fingerprint {sealedBy}) is the one that sealed {what}, and does not open it: the row is damaged. Restore the database from a backup. No new keys are made in its place."
            : $"The master key ({(fingerprints.Count == 1 ? "fingerprint" : "fingerprints")} {string.Join(", ", fingerprints)}) does not open {what}, sealed under {sealedBy}. "
              + "Put the right master.key into Idp:Keys:Directory, or the right key into Idp:Keys:MasterKey or what Idp:Keys:MasterKeyCommand prints; several keys may stand side by side. "
              + "No new keys are made in its place.";
    }

    public void Dispose()
    {
        foreach (var key in known.Keys) key.Dispose();
    }

    void Read()
    {
        try
        {
            if (source?.Read() is not { Count: > 0 } read) return;
            var before = known;
            List<MasterKey> keys = [];
            foreach (var key in read)
            {
                if (before.Find(key.Fingerprint) is not { } same) keys.Add(key);
                else
                {
                    keys.Add(same);
                    if (same != key) key.Dispose();
                }
            }
            known = before with { Keys = [.. keys, .. before.Keys.Except(keys)] };
        }
        finally
        {
            // After the reading: one that takes long is not begun again the moment it ends.
            readAt = clock.GetUtcNow();
        }
    }

    sealed record Known(MasterKey[] Keys, MasterKey? Current)
    {
        public MasterKey? Find(string fingerprint) => Array.Find(Keys, key => key.Fingerprint == fingerprint);
    }
}
