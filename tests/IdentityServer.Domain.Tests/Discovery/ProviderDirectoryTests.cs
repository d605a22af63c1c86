using IdentityServer.Domain.Discovery;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Discovery;

/// <summary>S103, F16.</summary>
public sealed class ProviderDirectoryTests : IDiscoveryFetch, IDiscoveryWatch
{
    const string Issuer = "https://idp.example";

    readonly ManualClock clock = new(new(2030, 1, 15, 12, 0, 0, TimeSpan.Zero));
    readonly List<DiscoveryProblem?> heard = [];
    readonly ProviderDirectory directory;
    DiscoveryProblem? problem;
    TaskCompletionSource? hold;
    int fetches;

    public ProviderDirectoryTests() => directory = new(this, clock, this);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    async ValueTask<DiscoveryAnswer> IDiscoveryFetch.FetchAsync(string issuer, CancellationToken ct)
    {
        var nth = Interlocked.Increment(ref fetches);
        if (hold is not null) await hold.Task;
        return problem is { } wrong ? new(null, wrong, "why") : new(new() { Issuer = issuer, JwksUri = $"https://keys.example/{nth}" });
    }

    void IDiscoveryWatch.Changed(string issuer, DiscoveryProblem? problem, string? detail) => heard.Add(problem);

    async Task<string?> JwksUriAsync() => (await directory.FindAsync(Issuer, Ct)).Metadata?.JwksUri;

    void Pass(TimeSpan span) => clock.Advance(span);

    async Task UntilAsync(int count)
    {
        while (Volatile.Read(ref fetches) < count) await Task.Delay(1, Ct);
        // The state is there a moment after the answer.
        await Task.Delay(20, Ct);
    }

    [Fact]
    public async Task A_document_serves_from_memory_and_is_renewed_behind_the_caller()
    {
        Assert.Equal("https://keys.example/1", await JwksUriAsync());
        Pass(ProviderDirectory.RefreshAfter - TimeSpan.FromSeconds(1));
        Assert.Equal("https://keys.example/1", await JwksUriAsync());
        Assert.Equal(1, fetches);
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal("https://keys.example/1", await JwksUriAsync());
        await UntilAsync(2);
        Assert.Equal("https://keys.example/2", await JwksUriAsync());
    }

    [Fact]
    public async Task One_that_is_too_old_is_waited_for()
    {
        await JwksUriAsync();
        Pass(ProviderDirectory.FreshFor);
        Assert.Equal("https://keys.example/2", await JwksUriAsync());
    }

    [Fact]
    public async Task Many_who_ask_share_one_call_and_who_leaves_takes_it_from_nobody()
    {
        hold = new();
        using var impatient = new CancellationTokenSource();
        var leaving = directory.FindAsync(Issuer, impatient.Token).AsTask();
        var staying = Enumerable.Range(0, 100).Select(_ => directory.FindAsync(Issuer, Ct).AsTask()).ToArray();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        hold.SetResult();
        Assert.All(await Task.WhenAll(staying), answer => Assert.Equal("https://keys.example/1", answer.Metadata?.JwksUri));
        Assert.Equal(1, fetches);
    }

    [Theory]
    [InlineData(DiscoveryProblem.TimedOut)]
    [InlineData(DiscoveryProblem.IssuerDiffers)]
    public async Task The_last_good_one_serves_for_a_day_and_then_none(DiscoveryProblem wrong)
    {
        await JwksUriAsync();
        problem = wrong;
        Pass(ProviderDirectory.FreshFor);
        var kept = await directory.FindAsync(Issuer, Ct);
        Assert.Equal(("https://keys.example/1", wrong, "why"), (kept.Metadata?.JwksUri, kept.Problem, kept.Detail));
        // Not again within the cool-down.
        for (var i = 0; i < 10; i++) await JwksUriAsync();
        Assert.Equal(2, fetches);
        Pass(ProviderDirectory.LastGoodFor);
        Assert.Null((await directory.FindAsync(Issuer, Ct)).Metadata);
        Assert.Equal(3, fetches);
        problem = null;
        Pass(ProviderDirectory.CoolDown);
        Assert.Equal("https://keys.example/4", await JwksUriAsync());
        Assert.Equal([wrong, null], heard);
    }

    [Fact]
    public async Task One_that_never_answered_is_asked_again_after_the_cool_down()
    {
        problem = DiscoveryProblem.Unreachable;
        for (var i = 0; i < 5; i++) Assert.Null(await JwksUriAsync());
        Assert.Equal(1, fetches);
        Pass(ProviderDirectory.CoolDown);
        problem = null;
        Assert.Equal("https://keys.example/2", await JwksUriAsync());
    }
}
