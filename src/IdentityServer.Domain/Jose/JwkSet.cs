using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace IdentityServer.Domain.Jose;

/// <summary>
/// The keys that someone publishes: RFC 7517 §5. A key that we cannot use is skipped; a set that is not a set is refused.
/// </summary>
public sealed class JwkSet : IVerificationKeys
{
    public const int MaxLength = 1024 * 1024;
    public const int MaxKeys = 100;

    // Per key and algorithm, made when first asked for: most keys of a set are never used.
    readonly VerificationKey?[] made;
    readonly bool[] unfit;
    readonly Jwk[] keys;
    int skipped;

    public JwkSet(IReadOnlyCollection<Jwk> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        this.keys = [.. keys];
        made = new VerificationKey?[this.keys.Length * JwsAlgorithm.All.Count];
        unfit = new bool[made.Length];
    }

    public IReadOnlyList<Jwk> Keys => keys;

    /// <summary>Somebody published a private key or a shared secret among them, be it one that we cannot use: RFC 7517 §9.2.</summary>
    public bool HoldsPrivatePart { get; private init; }

    /// <summary>Nothing was published: neither a key that we read nor one that we skipped.</summary>
    public bool IsEmpty => keys.Length == 0 && skipped == 0;

    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out JwkSet? set, out JwkProblem problem)
    {
        set = null;
        problem = JwkProblem.None;
        if (json.Length > MaxLength) problem = JwkProblem.TooLarge;
        else if (!StrictJson.TryParseObject(json, out var element, out var duplicate))
            problem = duplicate ? JwkProblem.DuplicateMember : JwkProblem.NotJson;
        else if (!element.TryGetProperty("keys"u8, out var array) || array.ValueKind != JsonValueKind.Array)
            problem = JwkProblem.KeysMissing;
        else if (array.GetArrayLength() > MaxKeys) problem = JwkProblem.TooManyKeys;
        else
        {
            var keys = new List<Jwk>(array.GetArrayLength());
            var holdsPrivatePart = false;
            foreach (var item in array.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Object) continue;
                holdsPrivatePart |= JwkReading.HoldsPrivatePart(item);
                if (JwkReading.Read(item, out var jwk) == JwkProblem.None && jwk is not null) keys.Add(jwk);
            }
            set = new JwkSet(keys) { HoldsPrivatePart = holdsPrivatePart, skipped = array.GetArrayLength() - keys.Count };
        }
        return set is not null;
    }

    /// <summary>
    /// With a kid: the first fit key of exactly that name (RFC 7517 §4.5 lets keys of two types share one).
    /// Without: the only fit key, and none when there are several, for guessing is not choosing.
    /// </summary>
    public VerificationKey? Find(string? kid, JwsAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        VerificationKey? only = null;
        for (var i = 0; i < keys.Length; i++)
        {
            if (kid is not null && !string.Equals(keys[i].Kid, kid, StringComparison.Ordinal)) continue;
            if (KeyAt(i, algorithm) is not { } key) continue;
            if (kid is not null) return key;
            if (only is not null) return null;
            only = key;
        }
        return only;
    }

    /// <summary>Writes the set as it is published.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteStartArray("keys"u8);
        foreach (var key in keys) key.WriteTo(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    VerificationKey? KeyAt(int index, JwsAlgorithm algorithm)
    {
        var at = index * JwsAlgorithm.All.Count + algorithm.Index;
        if (Volatile.Read(ref made[at]) is { } key) return key;
        if (Volatile.Read(ref unfit[at])) return null;
        if (VerificationKey.TryCreate(keys[index], algorithm, out key, out _))
            return Interlocked.CompareExchange(ref made[at], key, null) ?? key;
        Volatile.Write(ref unfit[at], true);
        return null;
    }
}
