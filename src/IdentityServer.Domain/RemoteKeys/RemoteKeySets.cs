using System.Collections.Concurrent;

namespace IdentityServer.Domain.RemoteKeys;

/// <summary>The key sets of all sources, one for each URL, whoever asks. Of too many the least recently used are forgotten.</summary>
public sealed class RemoteKeySets(IJwksFetch fetch, TimeProvider clock, IRemoteKeyStore? store = null, IRemoteKeyWatch? watch = null) : IRemoteKeyWatch
{
    public const int MostSources = 10_000;

    readonly ConcurrentDictionary<string, RemoteKeySet> sets = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, bool> failing = new(StringComparer.Ordinal);
    readonly Lock gate = new();

    /// <summary>Known at the moment.</summary>
    public int Count => sets.Count;

    internal int Most { get; init; } = MostSources;

    /// <param name="source">An absolute URL; the guard reads it again at each call.</param>
    public RemoteKeySet For(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return sets.TryGetValue(source, out var set) ? set : Added(source);
    }

    /// <summary>Nobody's source any more; it is asked for anew when it becomes somebody's again.</summary>
    public void Forget(string source)
    {
        if (!sets.TryRemove(source, out _) || !failing.TryRemove(source, out _)) return;
        Signals.Signals.SourcesFailing(failing.Count);
    }

    RemoteKeySet Added(string source)
    {
        lock (gate)
        {
            if (sets.TryGetValue(source, out var set)) return set;
            if (sets.Count >= Most)
                // A tenth at once, so that a full table is not sorted for each newcomer.
                foreach (var (idle, _) in sets.OrderBy(pair => pair.Value.UsedAt).Take(Math.Max(1, Most / 10)).ToArray()) Forget(idle);
            return sets[source] = new(new(source, UriKind.Absolute), fetch, clock, store, this);
        }
    }

    void IRemoteKeyWatch.Changed(Uri source, JwksProblem? problem, string? detail)
    {
        if (problem is null) failing.TryRemove(source.OriginalString, out _);
        else if (sets.ContainsKey(source.OriginalString)) failing[source.OriginalString] = true;
        Signals.Signals.SourcesFailing(failing.Count);
        watch?.Changed(source, problem, detail);
    }
}
