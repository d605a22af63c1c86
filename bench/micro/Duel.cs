using System.Diagnostics;

namespace Bench.Micro;

/// <summary>
/// Two operations in turns, in batches of some milliseconds. The best batch of each counts: on a machine that others use as well, one
/// of two long measurements may be the unlucky one, and then their ratio says nothing.
/// </summary>
internal static class Duel
{
    const int Rounds = 400;
    const int Batch = 50;

    /// <summary>So that the compiler has seen enough of both, and has had the time to make the last version of them.</summary>
    const int Rehearsals = 100;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <summary>Microseconds of one operation each.</summary>
    public static async Task<(double First, double Second)> RunAsync(Func<ValueTask<bool>> first, Func<ValueTask<bool>> second)
    {
        var (bestFirst, bestSecond) = (double.MaxValue, double.MaxValue);
        for (var rehearsal = 0; rehearsal < Rehearsals; rehearsal++)
        {
            await BatchAsync(first);
            await BatchAsync(second);
            if (rehearsal % (Rehearsals / 4) == 0) await Task.Delay(Pause);
        }
        for (var round = 0; round < Rounds; round++)
        {
            bestFirst = Math.Min(bestFirst, await BatchAsync(first));
            bestSecond = Math.Min(bestSecond, await BatchAsync(second));
        }
        return (bestFirst, bestSecond);
    }

    static async Task<double> BatchAsync(Func<ValueTask<bool>> operation)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Batch; i++)
            if (!await operation()) throw new InvalidOperationException("The token is not believed.");
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / Batch;
    }
}
