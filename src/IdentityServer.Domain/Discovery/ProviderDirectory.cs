using System.Collections.Concurrent;

namespace IdentityServer.Domain.Discovery;

/// <summary>
/// Discovery documents of the issuers that somebody here has named, each at most ten minutes old while its issuer answers; the
/// last good one serves for a day while it does not, or names another issuer. Spans are measured by the monotonic clock.
/// </summary>
public sealed class ProviderDirectory(IDiscoveryFetch fetch, TimeProvider clock, IDiscoveryWatch? watch = null)
{
    public static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(10);

    /// <summary>One in use is asked again so early, and nobody waits for it.</summary>
    public static readonly TimeSpan RefreshAfter = TimeSpan.FromMinutes(5);

    /// <summary>At least so long between two attempts of which the first has failed.</summary>
    public static readonly TimeSpan CoolDown = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan LastGoodFor = TimeSpan.FromHours(24);

    const int MostIssuers = 10_000;

    readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <param name="issuer">Exactly as it was registered; whoever asks has checked that it may be called.</param>
    public ValueTask<MetadataAtHand> FindAsync(string issuer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        return (entries.TryGetValue(issuer, out var known) ? known : Added(issuer)).FindAsync(ct);
    }

    Entry Added(string issuer)
    {
        // They come from what administrators have stored or tried; a table that full is full of trials. Counting takes every lock, so it is done only here.
        if (entries.Count >= MostIssuers) entries.Clear();
        return entries.GetOrAdd(issuer, name => new(name, fetch, clock, watch));
    }

    sealed class Entry(string issuer, IDiscoveryFetch fetch, TimeProvider clock, IDiscoveryWatch? watch)
    {
        readonly Lock gate = new();
        volatile State state = new();
        Task<State>? running;

        public async ValueTask<MetadataAtHand> FindAsync(CancellationToken ct)
        {
            var now = clock.GetTimestamp();
            var seen = state;
            var due = Due(seen, now);
            if (due is { } wait)
            {
                var asked = AskOnce();
                if (wait) seen = await asked.WaitAsync(ct);
            }
            return AtHand(seen);
        }

        /// <summary>Null where what is known will do; else whether the caller has to wait.</summary>
        bool? Due(State of, long now)
        {
            var hasRested = of.Problem is null || of.AskedAt is not { } asked || clock.GetElapsedTime(asked, now) >= CoolDown;
            if (of.Metadata is null) return hasRested ? true : null;
            var age = clock.GetElapsedTime(of.ConfirmedAt, now);
            if (!hasRested || age < RefreshAfter) return null;
            return age >= FreshFor;
        }

        MetadataAtHand AtHand(State of) => of.Metadata is not null && clock.GetElapsedTime(of.ConfirmedAt) < LastGoodFor
            ? new(of.Metadata, of.Problem, of.Detail)
            : new(null, of.Problem, of.Detail);

        Task<State> AskOnce()
        {
            lock (gate)
            {
                if (running is not null) return running;
                if (Due(state, clock.GetTimestamp()) is null) return Task.FromResult(state);
                // It belongs to no caller: it takes neither his lock nor his cancellation with it.
                return running = Task.Run(AskAsync, CancellationToken.None);
            }
        }

        async Task<State> AskAsync()
        {
            var at = clock.GetTimestamp();
            DiscoveryAnswer answer;
            try
            {
                answer = await fetch.FetchAsync(issuer, CancellationToken.None);
            }
            catch (Exception bug) when (bug is not OutOfMemoryException)
            {
                // Whoever fetches answers with problems; thrown on, it would be a fault of ours at each login.
                answer = new(null, DiscoveryProblem.Unreachable, bug.GetType().Name);
            }
            var before = state;
            var next = answer.Metadata is { } metadata
                ? new State { Metadata = metadata, ConfirmedAt = at, AskedAt = clock.GetTimestamp() }
                : before with { Problem = answer.Problem, Detail = answer.Detail, AskedAt = clock.GetTimestamp() };
            lock (gate)
            {
                state = next;
                running = null;
            }
            if (next.Problem != before.Problem) watch?.Changed(issuer, next.Problem, next.Detail);
            return next;
        }
    }

    sealed record State
    {
        public ProviderMetadata? Metadata { get; init; }

        public long ConfirmedAt { get; init; }

        public DiscoveryProblem? Problem { get; init; }

        public string? Detail { get; init; }

        /// <summary>When the last attempt of any outcome ended.</summary>
        public long? AskedAt { get; init; }
    }
}
