namespace IdentityServer.Storage.Tests.Races;

/// <summary>Callers who all start at the same moment.</summary>
internal static class Race
{
    public const int Callers = 50;
    public const int Rounds = 20;

    public static async Task<int> WinnersAsync(Func<int, ValueTask<bool>> call)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = Enumerable.Range(0, Callers).Select(i => Task.Run(async () =>
        {
            await start.Task;
            return await call(i);
        })).ToList();
        start.SetResult();
        return (await Task.WhenAll(calls)).Count(won => won);
    }

    public static async Task OneWinnerEachRoundAsync(Func<Task<Func<int, ValueTask<bool>>>> round)
    {
        for (var i = 0; i < Rounds; i++) Assert.Equal(1, await WinnersAsync(await round()));
    }
}
