using IdentityServer.Domain.Jose;

namespace IdentityServer.Domain.RemoteKeys;

/// <summary>
/// The keys of one source, as fresh as the law says (README.md): for a key that its owner has dropped, one that he adds, and a
/// server of his that is away. Spans are measured by the monotonic clock. RFC 7517 §5, RFC 8725 §3.8.
/// </summary>
public sealed class RemoteKeySet
{
    /// <summary>A key that its owner has dropped is refused after so long.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(60);

    /// <summary>A source in use is asked again so early, and nobody waits for it.</summary>
    public static readonly TimeSpan RefreshAfter = TimeSpan.FromSeconds(45);

    /// <summary>At least so long between two fetches that a failure or an unknown kid is the reason of.</summary>
    public static readonly TimeSpan CoolDown = TimeSpan.FromSeconds(30);

    /// <summary>The last good keys serve for so long after they were last confirmed.</summary>
    public static readonly TimeSpan LastGoodFor = TimeSpan.FromHours(24);

    readonly Uri source;
    readonly IJwksFetch fetch;
    readonly TimeProvider clock;
    readonly LastGoodKeys lastGood;
    readonly IRemoteKeyWatch? watch;
    readonly Lock gate = new();
    volatile State state = new();
    Task<State>? running;
    long usedAt;

    internal RemoteKeySet(Uri source, IJwksFetch fetch, TimeProvider clock, IRemoteKeyStore? store, IRemoteKeyWatch? watch)
    {
        (this.source, this.fetch, this.clock, this.watch) = (source, fetch, clock, watch);
        lastGood = new(source.OriginalString, store, clock);
        usedAt = clock.GetTimestamp();
    }

    internal long UsedAt => Volatile.Read(ref usedAt);

    /// <summary>Done when no fetch is under way.</summary>
    internal Task Pending
    {
        get
        {
            lock (gate) return running ?? Task.CompletedTask;
        }
    }

    /// <summary>
    /// The keys to verify a token with that names this kid and algorithm. It waits only where memory cannot answer, and never
    /// longer than one fetch takes. The kid may still be unknown to the keys that come back.
    /// </summary>
    public ValueTask<KeysAtHand> KeysAsync(string? kid, JwsAlgorithm algorithm, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        var now = clock.GetTimestamp();
        Volatile.Write(ref usedAt, now);
        var seen = state;
        var need = NeedOf(seen, kid, algorithm, now);
        if (need == Need.Fetch) return WaitAsync(kid, algorithm, ct);
        if (need == Need.FetchBehind) _ = FetchOnceAsync(kid, algorithm);
        return new(AtHand(seen, now));
    }

    async ValueTask<KeysAtHand> WaitAsync(string? kid, JwsAlgorithm algorithm, CancellationToken ct)
    {
        var fetched = await FetchOnceAsync(kid, algorithm).WaitAsync(ct);
        return AtHand(fetched, clock.GetTimestamp());
    }

    Need NeedOf(State of, string? kid, JwsAlgorithm algorithm, long now)
    {
        var hasRested = of.FetchedAt is not { } fetched || clock.GetElapsedTime(fetched, now) >= CoolDown;
        if (of.Keys is null) return hasRested ? Need.Fetch : Need.Nothing;
        var age = clock.GetElapsedTime(of.ConfirmedAt, now);
        var mayFetch = of.Problem is null || hasRested;
        if (age >= FreshFor) return mayFetch ? Need.Fetch : Need.Nothing;
        if (hasRested && of.Keys.Find(kid, algorithm) is null) return Need.Fetch;
        return age >= RefreshAfter && mayFetch ? Need.FetchBehind : Need.Nothing;
    }

    KeysAtHand AtHand(State of, long now) =>
        of.Keys is not null && clock.GetElapsedTime(of.ConfirmedAt, now) < LastGoodFor
            ? new(of.Keys, of.Problem, of.Detail, of.ConfirmedOn)
            : new(null, of.Problem, of.Detail, of.ConfirmedOn);

    /// <summary>Everybody who needs a fetch gets the same one; who came as it ended finds that there is no need any more.</summary>
    Task<State> FetchOnceAsync(string? kid, JwsAlgorithm algorithm)
    {
        lock (gate)
        {
            if (running is not null) return running;
            if (NeedOf(state, kid, algorithm, clock.GetTimestamp()) == Need.Nothing) return Task.FromResult(state);
            // It belongs to no caller: it takes neither his lock nor his cancellation with it.
            return running = Task.Run(FetchAsync, CancellationToken.None);
        }
    }

    async Task<State> FetchAsync()
    {
        // From before the request was sent: what the server said is at least as old as that.
        var (at, on) = (clock.GetTimestamp(), clock.GetUtcNow());
        var answer = await AskAsync();
        var before = state;
        State next;
        if (answer.Keys is { } keys)
        {
            next = new() { Keys = keys, ConfirmedAt = at, ConfirmedOn = on };
            lastGood.Save(keys, answer.Json, on);
        }
        else if (answer.Problem == JwksProblem.PrivateKeyInside)
        {
            // Not a server that is away: one that has answered, with what anybody can sign by. The last good keys are no longer good.
            next = new() { Problem = answer.Problem, Detail = answer.Detail };
            lastGood.Forget(on);
        }
        else
        {
            next = before with { Problem = answer.Problem, Detail = answer.Detail };
            if (before.Keys is null) next = await RestoredAsync(next);
        }
        next = next with { FetchedAt = clock.GetTimestamp() };
        lock (gate)
        {
            state = next;
            running = null;
        }
        if (next.Problem != before.Problem) watch?.Changed(source, next.Problem, next.Detail);
        return next;
    }

    async ValueTask<JwksAnswer> AskAsync()
    {
        try
        {
            return await fetch.FetchAsync(source, CancellationToken.None);
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            // Whoever fetches answers with problems; were this one thrown on, each token of this source would be a fault of ours.
            return JwksAnswer.Failed(JwksProblem.Unreachable, bug.GetType().Name);
        }
    }

    async ValueTask<State> RestoredAsync(State empty)
    {
        if (await lastGood.FindAsync() is not { } found) return empty;
        // Storage has only the calendar's time; a date to come is the present.
        var age = clock.GetUtcNow() - found.ConfirmedAt;
        if (age < TimeSpan.Zero) age = TimeSpan.Zero;
        var at = clock.GetTimestamp() - (long)(age.TotalSeconds * clock.TimestampFrequency);
        return empty with { Keys = found.Keys, ConfirmedAt = at, ConfirmedOn = found.ConfirmedAt };
    }

    enum Need
    {
        Nothing,
        FetchBehind,
        Fetch,
    }

    sealed record State
    {
        public JwkSet? Keys { get; init; }

        public long ConfirmedAt { get; init; }

        public DateTimeOffset? ConfirmedOn { get; init; }

        public JwksProblem? Problem { get; init; }

        public string? Detail { get; init; }

        /// <summary>When the last fetch of any outcome ended.</summary>
        public long? FetchedAt { get; init; }
    }
}
