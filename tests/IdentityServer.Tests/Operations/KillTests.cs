using System.Diagnostics;
using System.Security.Cryptography;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Operations;

/// <summary>The only node, on SQLite, is killed as by a power cut, again and again. F01, F02: what was acknowledged stands.</summary>
[Collection(Alone.Name)]
public sealed class KillTests(ITestOutputHelper output)
{
    const int Rounds = 10;
    const int People = 4;

    // The server gives the same successor for so long; a little less, for the time that the question travels.
    static readonly TimeSpan RetryWindow = TimeSpan.FromSeconds(9);
    static readonly TimeSpan CodeLife = TimeSpan.FromSeconds(55);

    readonly List<string> alive = [];
    int codes, sessions, refreshTokens, signOuts;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_before_a_kill_is_so_after_it()
    {
        await using var idp = await Deployment.StartAsync(Ct);
        List<(double Wall, double Cpu)> starts = [];
        for (var round = 0; round < Rounds; round++)
        {
            var ledger = new Ledger(idp);
            await LoadAndKillAsync(idp, ledger);
            if (round % 3 == 2)
                await KillWhileStartingAsync(idp);

            starts.Add(await StartAsync(idp));
            Assert.Equal("ok", await SqliteDatabase.QueryAsync(idp.DatabaseFile, "PRAGMA integrity_check", Ct));
            Assert.Empty(ledger.Wrong);
            foreach (var entry in ledger.Entries)
                await ReadBackAsync(idp, entry);
        }

        // What survived one crash has survived all that came after it.
        foreach (var token in alive)
            AssertStatus(200, await idp.Caller.RefreshAsync(token, Ct, TestClients.Asking));
        Assert.True(codes > 0 && sessions > 0 && refreshTokens > 0 && signOuts > 0, $"The load was none: {codes} codes, {sessions} sessions, {refreshTokens} refresh tokens, {signOuts} sign-outs.");
        output.WriteLine($"{codes} codes, {sessions} sessions, {refreshTokens} refresh tokens, {signOuts} sign-outs read back; {alive.Count} lines alive to the end.");
        output.WriteLine($"Start to ready in ms: {string.Join(' ', starts.Select(start => $"{start.Wall:0}"))}; of processor time: {string.Join(' ', starts.Select(start => $"{start.Cpu:0}"))}");
        // Processor time, since how long a start waits for the processor says nothing about the server.
        Assert.All(starts, start => Assert.InRange(start.Cpu, 0, 5000));
    }

    static async Task LoadAndKillAsync(Deployment idp, Ledger ledger)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var load = ledger.RunAsync(People, stop.Token, Ct);
        // Somebody must have got something; then any moment will do.
        for (var waited = 0; waited < 100 && ledger.Entries.Count < People; waited++)
            await Task.Delay(50, Ct);
        await Task.Delay(RandomNumberGenerator.GetInt32(100, 1200), Ct);
        await idp.Process.KillAsync(Ct);
        await stop.CancelAsync();
        await load;
    }

    static async Task KillWhileStartingAsync(Deployment idp)
    {
        await idp.LaunchAsync(new Dictionary<string, string>());
        await Task.Delay(RandomNumberGenerator.GetInt32(50, 1500), Ct);
        await idp.Process.KillAsync(Ct);
    }

    static async Task<(double Wall, double Cpu)> StartAsync(Deployment idp)
    {
        var watch = Stopwatch.StartNew();
        await idp.RestartAsync(Ct);
        var wall = watch.Elapsed.TotalMilliseconds;
        using var process = Process.GetProcessById(idp.Process.Id);
        return (wall, process.TotalProcessorTime.TotalMilliseconds);
    }

    async Task ReadBackAsync(Deployment idp, LedgerEntry entry)
    {
        await ReadSessionAsync(idp, entry);
        if (entry.Redeemed == Knowledge.Done) await ReadTokensAsync(idp, entry);
        else await ReadCodeAsync(idp, entry);
    }

    async Task ReadSessionAsync(Deployment idp, LedgerEntry entry)
    {
        using var browser = idp.NewBrowser();
        browser.Headers["Cookie"] = entry.Cookies;
        // Without prompt=consent: the consent was remembered, or this would be refused.
        var page = await browser.GetAsync(AuthorizeUrl(TestClients.Asking, ("prompt", "none")), Ct);
        Assert.True(page.IsAtClient, page.ToString());
        if (entry.SignedOut != Knowledge.Done) sessions++;
        else signOuts++;
        if (entry.SignedOut == Knowledge.NotAsked) Assert.True(page["code"] is not null, $"A session is lost: {page}");
        else if (entry.SignedOut == Knowledge.Done) Assert.Equal("login_required", page["error"]);
    }

    async Task ReadCodeAsync(Deployment idp, LedgerEntry entry)
    {
        if (entry.SinceCode.Elapsed > CodeLife) return;
        codes++;
        var answer = await idp.Caller.RedeemAsync(entry.Code, Ct, TestClients.Asking);
        if (entry.Redeemed == Knowledge.NotAsked) AssertStatus(200, answer);
        else Assert.True(answer.Status is 200 or 400, answer.ToString());
        if (answer.Status == 200) alive.Add(answer.RefreshToken);
    }

    async Task ReadTokensAsync(Deployment idp, LedgerEntry entry)
    {
        refreshTokens++;
        var inTime = entry.SinceRefresh.Elapsed < RetryWindow;
        var answer = await idp.Caller.RefreshAsync(entry.RefreshTokens[^1], Ct, TestClients.Asking);
        if (entry.Refreshed != Knowledge.Unknown || inTime) AssertStatus(200, answer);
        else Assert.True(answer.Status is 200 or 400, answer.ToString());
        if (answer.Status != 200) return;
        if (refreshTokens % 2 == 0)
        {
            alive.Add(answer.RefreshToken);
            return;
        }

        // Spent is spent: the code again, or a grandparent again, ends the line with all its tokens.
        var last = await idp.Caller.RefreshAsync(answer.RefreshToken, Ct, TestClients.Asking);
        AssertStatus(200, last);
        AssertStatus(400, refreshTokens % 4 == 1
            ? await idp.Caller.RedeemAsync(entry.Code, Ct, TestClients.Asking)
            : await idp.Caller.RefreshAsync(entry.RefreshTokens[^1], Ct, TestClients.Asking));
        AssertStatus(400, await idp.Caller.RefreshAsync(last.RefreshToken, Ct, TestClients.Asking));
    }

    static void AssertStatus(int expected, Answer answer) => Assert.True(answer.Status == expected, $"{expected} was due: {answer}");
}
