using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Pages;
using Xunit;

namespace IdentityServer.Tests.Pages;

/// <summary>Where things stand in the drawing of the keys, whatever keys there are.</summary>
public sealed class KeyTimelineTests
{
    static readonly DateTimeOffset Now = new(2030, 6, 15, 9, 30, 0, TimeSpan.Zero);
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void Each_phase_stands_where_its_times_are()
    {
        var old = Key(1, -110, -96, -6, -5.9);
        var active = Key(2, -20, -6);
        var band = Draw(old, active);

        Assert.Equal(3, band.Rows.Count);
        Assert.Equal([old.Kid, active.Kid, null], band.Rows.Select(row => row.Kid));
        var (announced, signed, goes) = (band.Rows[1].Bars[0], band.Rows[1].Bars[1], band.Rows[1].Bars[2]);
        Assert.Equal((KeyPhase.Announced, false), (announced.Phase, announced.IsPlanned));
        Near(X(band, -20), announced.X);
        Near(X(band, -6), announced.X + announced.Width);
        Assert.Equal((KeyPhase.Signs, false), (signed.Phase, signed.IsPlanned));
        Near(X(band, -6), signed.X);
        Near(band.NowX, signed.X + signed.Width);
        Assert.Equal((KeyPhase.Signs, true), (goes.Phase, goes.IsPlanned));
        Near(X(band, 84), goes.X + goes.Width);
        Assert.Equal("signs since 9 Jun", band.Rows[1].Words);

        // The one before was public for its tokens, for an hour or two: too short for its true length, and seen all the same.
        var last = band.Rows[0].Bars[^1];
        Assert.Equal(KeyPhase.Retired, last.Phase);
        Assert.Equal(KeyTimeline.Narrowest, last.Width, 6);

        // The next: public on day 70, signs on day 84.
        var next = band.Rows[2];
        Assert.All(next.Bars, bar => Assert.True(bar.IsPlanned));
        Near(X(band, 70), next.Bars[0].X);
        Near(X(band, 84), next.Bars[1].X);
        Assert.Equal("public 24 Aug, signs 7 Sep", next.Words);
        Sane(band);
    }

    [Fact]
    public void An_announced_key_is_the_next_one_and_takes_over_after_its_whole_announcement()
    {
        var band = Draw(Key(1, -80, -80), Key(2, -4));
        Assert.Equal(2, band.Rows.Count);
        var (waited, waits, signs) = (band.Rows[1].Bars[0], band.Rows[1].Bars[1], band.Rows[1].Bars[2]);
        Assert.Equal((KeyPhase.Announced, false), (waited.Phase, waited.IsPlanned));
        Assert.Equal((KeyPhase.Announced, true), (waits.Phase, waits.IsPlanned));
        Assert.Equal((KeyPhase.Signs, true), (signs.Phase, signs.IsPlanned));
        Near(X(band, 10), signs.X);
        Near(X(band, 10), band.Rows[0].Bars[^1].X + band.Rows[0].Bars[^1].Width);
    }

    [Fact]
    public void A_revoked_key_ends_at_its_cross()
    {
        var gone = Revoke(Key(1, -50, -40), -30);
        var band = Draw(gone, Key(2, -30, -30));
        var row = band.Rows[0];
        Near(X(band, -30), row.CutX!.Value);
        Assert.Equal(row.CutX.Value, row.Bars[^1].X + row.Bars[^1].Width, 6);
        Assert.Equal("revoked 16 May", row.Words);
        Assert.Null(band.Rows[1].CutX);
        Sane(band);
    }

    [Fact]
    public void The_first_key_alone_has_a_past_of_no_length_and_a_future()
    {
        var band = Draw(Key(1, 0, 0));
        Assert.Equal(2, band.Rows.Count);
        Assert.All(band.Rows[0].Bars, bar => Assert.Equal(KeyPhase.Signs, bar.Phase));
        Sane(band);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-3, -3)]
    [InlineData(0.5, 0.5)]
    public void A_key_that_lived_no_time_at_all_is_still_seen(double from, double revoked)
    {
        var band = Draw(Revoke(Key(1, from), revoked), Revoke(Key(2, from, from), revoked), Key(3, -3, -3));
        Sane(band);
        Assert.All(band.Rows, row => Assert.NotEmpty(row.Bars));
        Assert.Equal(4, band.Rows.Count);
    }

    [Fact]
    public void Of_forty_keys_the_newest_are_drawn_and_the_others_counted()
    {
        var keys = Enumerable.Range(1, 39).Select(n => Revoke(Key(n, -40 + n, -40 + n), -40 + n + 0.5)).Append(Key(40, -0.5, -0.5)).ToArray();
        var band = Draw(keys);
        Assert.Equal(KeyTimeline.MostRows + 1, band.Rows.Count);
        Assert.Equal(40 - KeyTimeline.MostRows, band.Older);
        Assert.Equal(keys[^1].Kid, band.Rows[^2].Kid);
        Sane(band);
    }

    [Fact]
    public void Keys_of_long_ago_are_left_out()
    {
        var band = Draw(Key(1, -300, -290, -200, -199), Key(2, -214, -200, -110, -109), Key(3, -124, -110, -20, -19), Key(4, -34, -20));
        Assert.Equal(["k3", "k4", null], band.Rows.Select(row => row.Kid));
        Assert.Equal(2, band.Older);
    }

    [Theory]
    [InlineData(0.01, 0.006)]
    [InlineData(1, 0.5)]
    [InlineData(7, 2)]
    [InlineData(30, 7)]
    [InlineData(90, 14)]
    [InlineData(3650, 365)]
    [InlineData(365000, 36500)]
    [InlineData(2900000, 1)]
    public void Any_rhythm_has_a_few_ticks_in_order_and_nothing_outside(double interval, double announce)
    {
        foreach (var age in (double[])[0, 0.3, 0.95, 1.4])
        {
            // Nothing is older than time itself.
            var born = Math.Max(-interval * age, -740000);
            var band = Draw(Policy(interval, announce), Key(1, born, born));
            Sane(band);
            Assert.InRange(band.Ticks.Count, 2, 11);
            Assert.InRange(band.Ticks.Count(tick => !tick.IsFine), 1, 6);
        }
    }

    [Fact]
    public void Ticks_are_at_midnights_mondays_and_firsts()
    {
        var quarter = TimeAxis.Ticks(new(Now - (60 * Day), Now + (60 * Day)));
        Assert.Equal(["29 Apr", "13 May", "27 May", "10 Jun", "24 Jun"], quarter.Take(5).Select(tick => tick.Label));
        Assert.Equal("2030", quarter[0].Under);
        Assert.All(quarter.Skip(1), tick => Assert.Null(tick.Under));
        var year = TimeAxis.Ticks(new(Now - (150 * Day), Now + (100 * Day)));
        Assert.Equal(["Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug"], year.Take(7).Select(tick => tick.Label));
        var hours = TimeAxis.Ticks(new(Now - (Day / 2), Now + (Day / 2)));
        Assert.Equal(["00:00", "03:00", "06:00"], hours.Take(3).Select(tick => tick.Label));
        Assert.Equal("15 Jun", hours[0].Under);
    }

    [Fact]
    public void What_is_late_is_expected_now_and_said_to_be_late()
    {
        SigningKey[] keys = [Key(1, -100, -100)];
        var band = Draw(keys);
        Near(band.NowX, band.Rows[1].Bars[0].X);
        var plan = KeyPlan.Of(keys, "ES256", Policy(90, 14), Now);
        Assert.Equal(Now - (24 * Day), plan.LateSince);
        Assert.Equal(Now + (14 * Day), plan.TakeOverAt);

        var waiting = KeyPlan.Of([.. keys, Key(2, -20)], "ES256", Policy(90, 14), Now);
        Assert.Equal((null, Now - (6 * Day), Now), (waiting.LateSince, waiting.OverdueSince, waiting.TakeOverAt));
    }

    [Fact]
    public void Bands_of_one_rhythm_share_their_window_and_others_have_their_own()
    {
        var (es, rs, ed) = (Policy(90, 14), Policy(90, 14, "RS256"), Policy(1, 0.5, "EdDSA"));
        var bands = KeyTimeline.Draw([Key(1, -80, -80), Key(2, -10, -10, algorithm: "RS256"), Key(3, -0.2, -0.2, algorithm: "EdDSA"), Key(4, -1, -1, algorithm: "PS256")], [es, rs, ed], Now);
        Assert.Equal(["ES256", "RS256", "EdDSA", "PS256"], bands.Select(band => band.Algorithm));
        Assert.Equal(bands[0].Window, bands[1].Window);
        Assert.NotEqual(bands[0].Window, bands[2].Window);
        // Nobody makes keys for it any more; this one is drawn as long as it is there.
        Assert.Single(bands[3].Rows);
        Assert.All(bands, Sane);
    }

    static TimelineBand Draw(params SigningKey[] keys) => Draw(Policy(90, 14), keys);

    static TimelineBand Draw(RotationPolicy policy, params SigningKey[] keys) => Assert.Single(KeyTimeline.Draw(keys, [policy], Now));

    static RotationPolicy Policy(double interval, double announce, string algorithm = "ES256") => new()
    {
        PoolId = PoolId.Default,
        Algorithm = algorithm,
        Interval = TimeSpan.FromDays(interval),
        AnnounceBefore = TimeSpan.FromDays(announce),
        Schedule = RotationPolicies.DefaultSchedule,
    };

    /// <summary>Times in days from now.</summary>
    static SigningKey Key(int generation, double announced, double? active = null, double? retired = null, double? withdrawn = null, string algorithm = "ES256") => new()
    {
        PoolId = PoolId.Default,
        Kid = $"k{generation}",
        Algorithm = algorithm,
        Generation = generation,
        PublicJwk = "{}",
        SealedBy = "",
        CreatedAt = At(announced),
        AnnouncedAt = At(announced),
        ActivatedAt = active is { } a ? At(a) : null,
        SignedUntil = retired is { } s ? At(s) + TimeSpan.FromHours(1) : null,
        RetiredAt = retired is { } r ? At(r) : null,
        WithdrawnAt = withdrawn is { } w ? At(w) : null,
    };

    static SigningKey Revoke(SigningKey key, double at)
    {
        KeyChange.Revoke(key, "", At(at));
        return key;
    }

    static DateTimeOffset At(double days) => Now + TimeSpan.FromDays(days);

    static double X(TimelineBand band, double days) => (At(days) - band.Window.From) / band.Window.Span * 100;

    static void Near(double expected, double actual) => Assert.Equal(expected, actual, 0.001);

    static void Sane(TimelineBand band)
    {
        Assert.InRange(band.NowX, 0, 100);
        foreach (var row in band.Rows)
        {
            Assert.InRange(row.Top + KeyTimeline.RowHeight, KeyTimeline.HeadHeight, band.Height);
            Assert.InRange(row.LabelX, 0, 100);
            if (row.CutX is { } cut) Assert.InRange(cut, 0, 100);
            var edge = 0.0;
            foreach (var bar in row.Bars)
            {
                Assert.True(bar.Width > 0, $"{row.Kid}: {bar}");
                Assert.InRange(bar.X, 0, 100);
                Assert.InRange(bar.X + bar.Width, 0, 100.000001);
                // What was too short to be seen may cover a little of what follows at the very edge.
                Assert.True(bar.X >= edge - KeyTimeline.Narrowest - 1e-9, $"{row.Kid}: {bar}");
                edge = bar.X + bar.Width;
            }
        }
        Assert.All(band.Ticks, tick => Assert.InRange(tick.X, 0, 100));
        Assert.Equal(band.Ticks.Select(tick => tick.X).Order(), band.Ticks.Select(tick => tick.X));
    }
}
