using System.Security.Cryptography;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Keys;

/// <summary>
/// Years of three nodes on one database, from event to event: looks at the schedule, changes that reach the nodes one after
/// the other, clients that come at any moment, cuts, sleepers, and times when nobody is there.
/// </summary>
internal sealed class Simulation : IAsyncDisposable
{
    readonly PriorityQueue<Func<Task>, (DateTimeOffset At, int Order)> agenda = new();
    readonly ManualClock truth = new();
    readonly SimulationPlan plan;
    readonly RotationPolicy policy;
    readonly Chance chance;
    readonly List<SimulatedNode> nodes;
    readonly List<RelyingParty> parties;
    readonly List<SignedToken> tokens = [];
    readonly RotationLedger ledger;
    readonly Func<IKeyStore> observer;
    readonly SimulatedNode outside;
    int order, verifications, signatures, signed, refused, cuts, sleeps, pauses, missed, years = 1;
    bool zombie;

    public Simulation(SimulationPlan plan, string database, ulong seed)
    {
        (this.plan, chance) = (plan, new(seed));
        var master = RandomNumberGenerator.GetBytes(MasterKey.Size);
        policy = new() { PoolId = plan.Pool, Algorithm = "ES256", Interval = plan.Interval, AnnounceBefore = plan.AnnounceBefore, Schedule = RotationPolicies.DefaultSchedule };
        nodes = [.. new[] { -60, 0, 60 }.Select(off => new SimulatedNode($"node {off:+0;-0;0}", database, master, new(truth, TimeSpan.FromSeconds(off)), plan.Pool))];
        outside = new("outside", database, master, new(truth, TimeSpan.Zero), plan.Pool);
        observer = () => outside.Get<IKeyStore>();
        Dictionary<string, JwkSet> parsed = [];
        parties = [.. plan.Patience.Select(patience => new RelyingParty(patience is { } span ? $"who keeps a set for {span}" : "who obeys", patience, truth, parsed))];
        ledger = new(truth, policy, plan.Look);
    }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public RotationLedger Ledger => ledger;

    public override string ToString() =>
        $"{ledger.Rotations} rotations, {ledger.Withdrawn} keys withdrawn, {ledger.Forgotten} forgotten in {(truth.Now - new ManualClock().Now).TotalDays:0} days; "
        + $"{signed} tokens, {verifications} verifications ({signatures} signatures computed), {refused} times a lease had run out; "
        + $"{cuts} cuts, {sleeps} sleepers, {missed} looks missed, {pauses} times nobody was there. "
        + $"Public before the first signature for at least {ledger.ShortestAnnouncement}, after the last expiry for at most {ledger.LongestAfterlife}.";

    public async Task RunAsync()
    {
        await Task.WhenAll(nodes.Select(node => node.StartAsync(Ct)));
        await outside.StartAsync(Ct);
        await ObserveAsync();
        await TrafficAsync();
        await PlanNextLookAsync();
        while (ledger.Rotations < plan.Rotations)
        {
            Assert.True(agenda.TryDequeue(out var what, out var when), "Nothing is left to do.");
            if (when.At > truth.Now) truth.Now = when.At;
            await what();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            node.Wire?.Wake();
            await node.DisposeAsync();
        }
        await outside.DisposeAsync();
    }

    void At(DateTimeOffset when, Func<Task> what) => agenda.Enqueue(what, (when, order++));

    void Within(TimeSpan least, TimeSpan most, Func<Task> what) => At(truth.Now + chance.Between(least, most), what);

    /// <summary>Jumps to where the law has something to do; the looks before would find nothing.</summary>
    async Task PlanNextLookAsync()
    {
        var stored = (await observer().ListAsync(plan.Pool, Ct)).Keys;
        var due = Due(stored.Where(key => key.Algorithm == policy.Algorithm).ToList());
        var earliest = due > truth.Now ? due : truth.Now + TimeSpan.FromSeconds(1);
        DateTimeOffset hour = new(((earliest.Ticks + plan.Look.Ticks - 1) / plan.Look.Ticks) * plan.Look.Ticks, TimeSpan.Zero);
        if (chance.Of(0.012) || ledger.Rotations >= years * 50) PlanPause(hour);
        if (chance.Of(0.2)) PlanCut(hour);
        Within(TimeSpan.Zero, hour - truth.Now, TrafficAsync);
        // A node looks when its own clock strikes.
        var node = chance.Pick(nodes);
        At(hour - node.Off, () => LookAtScheduleAsync(node));
    }

    DateTimeOffset Due(List<SigningKey> keys)
    {
        List<DateTimeOffset> times = [KeyRotation.Successor(keys, policy.Algorithm) is { } successor
            ? KeyRotation.ActivateAt(successor, policy)
            : KeyRotation.CreateAt(KeyRotation.Active(keys, policy.Algorithm)!, policy)];
        foreach (var key in keys)
        {
            if (key.State == KeyState.Retired) times.Add(key.WithdrawAt!.Value);
            if (key.State == KeyState.Withdrawn) times.Add(key.WithdrawnAt!.Value + KeyTimes.HintMemory);
        }
        return times.Min();
    }

    async Task LookAtScheduleAsync(SimulatedNode node)
    {
        if (!node.IsInTouch || chance.Of(0.05))
        {
            (missed, ledger.Excuse) = (missed + 1, ledger.Excuse + plan.Look + KeyTimes.Skew);
            await PlanNextLookAsync();
            return;
        }
        // One second before, so that copies of the old set are as young as can be.
        await TrafficAsync();
        foreach (var other in nodes.Where(other => other.IsAnswering)) SignOn(other);
        truth.Advance(TimeSpan.FromSeconds(1));
        if (!zombie && chance.Of(0.04) && await FallsAsleepAsync(node)) ledger.Excuse += plan.Look + KeyTimes.Skew;
        else
        {
            await TurnsAsync(node);
            ledger.Excuse = TimeSpan.Zero;
        }
        await PlanNextLookAsync();
    }

    async Task TurnsAsync(SimulatedNode node)
    {
        if (chance.Of(0.15)) await Task.WhenAll(nodes.Where(other => other.IsInTouch).Select(other => TurnAsync(other)));
        else await TurnAsync(node);
        await SpreadAsync();
    }

    static async Task TurnAsync(SimulatedNode node) => Assert.Null((await node.Get<KeyRotator>().RunAsync(node.Pool, JwsAlgorithm.ES256, Ct)).Problem);

    /// <summary>What was changed reaches each node at a moment of its own; clients come before, between and after.</summary>
    async Task SpreadAsync()
    {
        await ObserveAsync();
        foreach (var node in nodes.Where(node => node.IsInTouch))
        {
            node.LooksAt = truth.Now + chance.Between(TimeSpan.Zero, KeyTimes.Propagation);
            At(node.LooksAt, () => node.LookAsync(Ct));
        }
        await TrafficAsync();
        Within(TimeSpan.Zero, KeyTimes.Propagation, TrafficAsync);
        At(truth.Now + KeyTimes.Propagation, SameEverywhereAsync);
        if (chance.Of(0.3)) At(truth.Now + KeyTimes.MaxAge + KeyTimes.Propagation, TrafficAsync);
        Within(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(70), TrafficAsync);
    }

    Task SameEverywhereAsync()
    {
        var together = nodes.Where(node => node.IsInTouch && node.LooksAt <= truth.Now).Select(node => node.Ring).ToList();
        foreach (var ring in together)
        {
            Assert.Equal(together[0].ETag, ring.ETag);
            Assert.True(together[0].JwksJson.Span.SequenceEqual(ring.JwksJson.Span));
        }
        return Task.CompletedTask;
    }

    async Task ObserveAsync()
    {
        tokens.RemoveAll(token => truth.Now >= token.Expiry + (KeyTimes.Skew / 2));
        if (!ledger.Observe((await observer().ListAsync(plan.Pool, Ct)).Keys, tokens)) return;
        // max-age has shrunk as the change came near: who obeys asks again soon.
        Assert.All(parties.Where(party => party.Obeys && party.IsFromInTouch && !party.NeedsCopy), party => Assert.True(party.KeptUntil <= truth.Now + KeyTimes.Skew));
    }

    async Task TrafficAsync()
    {
        // In a live node the last look is half a second ago, unless the change is only just spreading.
        foreach (var node in nodes.Where(node => node.LooksAt <= truth.Now)) await node.LookAsync(Ct);
        foreach (var node in nodes.Where(node => node.IsAnswering && chance.Of(0.7))) SignOn(node);
        tokens.RemoveAll(token => truth.Now >= token.Expiry + (KeyTimes.Skew / 2));
        var answering = nodes.Where(node => node.IsAnswering).ToList();
        foreach (var party in parties)
        {
            // Not everybody has something to verify at every moment, and processes begin anew.
            if (chance.Of(0.25)) continue;
            if (chance.Of(0.05)) party.Restart();
            if (party.NeedsCopy)
            {
                if (answering.Count == 0) continue;
                party.Fetch(chance.Pick(answering));
            }
            foreach (var token in tokens)
            {
                if (party.Verify(token)) signatures++;
                verifications++;
            }
        }
    }

    void SignOn(SimulatedNode node)
    {
        if (node.Sign() is not { } token)
        {
            refused++;
            Assert.True(node.Wire.IsCut || node.LooksAt > truth.Now || zombie, $"{node.Name} does not sign, and it is in touch with the database.");
            return;
        }
        signed++;
        ledger.Signed(token.Jwt.Kid!, token.Expiry);
        tokens.Add(token);
        // It is verified once more at the end of its life.
        if (chance.Of(0.04)) At(token.Expiry - TimeSpan.FromSeconds(1), TrafficAsync);
    }

    /// <summary>A node goes on alone around a change: it signs while its lease lasts, and publishes what it knew.</summary>
    void PlanCut(DateTimeOffset change)
    {
        if (plan.Longest == TimeSpan.Zero) return;
        var node = chance.Pick(nodes);
        var from = change - chance.Between(TimeSpan.Zero, plan.Longest / 2);
        if (from < truth.Now) from = truth.Now;
        var to = change + chance.Between(TimeSpan.Zero, plan.Longest / 2);
        At(from, async () =>
        {
            await TrafficAsync();
            if (!node.IsInTouch || nodes.Count(other => other.IsInTouch) < 2) return;
            (node.Wire.IsCut, cuts) = (true, cuts + 1);
            At(to, async () =>
            {
                if (!node.IsUp) return;
                node.Wire.IsCut = false;
                await TrafficAsync();
            });
            for (var i = 0; i < 3; i++) At(from + chance.Between(TimeSpan.Zero, to - from), TrafficAsync);
        });
    }

    /// <summary>Frozen with a step in hand; the others go on, and it wakes to write what it had decided.</summary>
    async Task<bool> FallsAsleepAsync(SimulatedNode node)
    {
        var asleep = node.Wire.SleepBeforeNextChange();
        var turn = TurnAsync(node);
        if (await Task.WhenAny(asleep, turn) == turn)
        {
            // Nothing was due after all.
            node.Wire.Wake();
            await turn;
            return false;
        }
        (node.IsAsleep, zombie, sleeps) = (true, true, sleeps + 1);
        var brief = plan.Longest > TimeSpan.Zero && chance.Of(0.5);
        Within(TimeSpan.FromMinutes(1), brief ? plan.Longest : 3 * plan.Interval, async () =>
        {
            await TrafficAsync();
            node.IsAsleep = false;
            // Its first tokens come of the ring that it fell asleep with, and so does its JWK set, where that is not older than the announcement bears.
            if (brief) await AnswerBeforeLookingAsync(node);
            SignOn(node);
            node.Wire.Wake();
            await turn;
            zombie = false;
            await node.LookAsync(Ct);
            await SpreadAsync();
        });
        return true;
    }

    async Task AnswerBeforeLookingAsync(SimulatedNode node)
    {
        (node.LooksAt, node.IsBehind) = (truth.Now.AddTicks(1), true);
        foreach (var party in parties.Where(party => party.NeedsCopy)) party.Fetch(node);
        await TrafficAsync();
        (node.LooksAt, node.IsBehind) = (truth.Now, false);
    }

    /// <summary>All nodes are down for some intervals, and once in fifty rotations for longer than keys are remembered.</summary>
    void PlanPause(DateTimeOffset before)
    {
        var from = truth.Now + chance.Between(TimeSpan.Zero, before - truth.Now + plan.Look);
        var isYear = ledger.Rotations >= years * 50;
        if (isYear) years++;
        At(from, async () =>
        {
            if (zombie) return;
            await TrafficAsync();
            foreach (var node in nodes) await node.StopAsync();
            var span = isYear ? KeyTimes.HintMemory + TimeSpan.FromDays(10) : chance.Between(plan.Interval / 2, 5 * plan.Interval);
            (pauses, ledger.Excuse) = (pauses + 1, ledger.Excuse + span + plan.Look);
            truth.Advance(span);
            await Task.WhenAll(nodes.Select(node => node.StartAsync(Ct)));
            ledger.Excuse += plan.Look;
            await SpreadAsync();
        });
    }
}
