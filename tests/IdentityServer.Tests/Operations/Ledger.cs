using System.Collections.Concurrent;
using System.Diagnostics;
using IdentityServer.Tests.Fixture;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Operations;

/// <summary>What became of something that was asked for: no answer is neither yes nor no.</summary>
internal enum Knowledge
{
    NotAsked,
    Unknown,
    Done,
}

/// <summary>One sign-in and everything it yielded, as far as the server has said so.</summary>
internal sealed class LedgerEntry(string cookies, string code)
{
    public string Cookies { get; } = cookies;

    public string Code { get; } = code;

    public Stopwatch SinceCode { get; } = Stopwatch.StartNew();

    public Knowledge Redeemed { get; set; }

    public Knowledge SignedOut { get; set; }

    /// <summary>Refresh tokens in the order they were received.</summary>
    public List<string> RefreshTokens { get; } = [];

    /// <summary>The last refresh was sent and not answered.</summary>
    public Knowledge Refreshed { get; set; }

    public Stopwatch SinceRefresh { get; set; } = Stopwatch.StartNew();
}

/// <summary>People who sign in, agree, redeem, refresh and sign out until the server dies; and the book of what it acknowledged.</summary>
internal sealed class Ledger(Deployment idp)
{
    public ConcurrentQueue<LedgerEntry> Entries { get; } = new();

    /// <summary>Answers that no crash excuses.</summary>
    public ConcurrentQueue<string> Wrong { get; } = new();

    public Task RunAsync(int people, CancellationToken stop, CancellationToken ct) =>
        Task.WhenAll(Enumerable.Range(0, people).Select(person => Task.Run(() => PersonAsync(person, stop, ct), ct)));

    async Task PersonAsync(int person, CancellationToken stop, CancellationToken ct)
    {
        try
        {
            for (var visit = 0; !stop.IsCancellationRequested; visit++)
                await VisitAsync(person % 2 == 0 ? IdpApp.Alice : IdpApp.Bob, visit + person, ct);
        }
        catch (Exception died) when (died is HttpRequestException or IOException)
        {
            // The server is gone; whatever was under way stays unknown.
        }
    }

    async Task VisitAsync(string user, int visit, CancellationToken ct)
    {
        using var browser = idp.NewBrowser();
        // prompt=consent, so that every visit writes a consent too.
        var back = await browser.AuthorizeAsync(AuthorizeUrl(TestClients.Asking, ("scope", "openid offline_access"), ("prompt", "consent")), user);
        if (back["code"] is not { } code)
        {
            Wrong.Enqueue(back.ToString());
            return;
        }

        LedgerEntry entry = new(browser.Cookies.Header(new(idp.Issuer)), code);
        Entries.Enqueue(entry);
        if (visit % 3 == 0)
            return;

        entry.Redeemed = Knowledge.Unknown;
        var tokens = await CallAsync(() => idp.Caller.RedeemAsync(code, ct, TestClients.Asking));
        entry.Redeemed = Knowledge.Done;
        entry.RefreshTokens.Add(tokens.RefreshToken);
        for (var turn = 0; turn < visit % 5; turn++)
        {
            (entry.Refreshed, entry.SinceRefresh) = (Knowledge.Unknown, Stopwatch.StartNew());
            var next = await CallAsync(() => idp.Caller.RefreshAsync(entry.RefreshTokens[^1], ct, TestClients.Asking));
            entry.RefreshTokens.Add(next.RefreshToken);
            entry.Refreshed = Knowledge.Done;
        }

        if (visit % 4 != 1)
            return;
        entry.SignedOut = Knowledge.Unknown;
        await browser.GetAsync($"/connect/endsession?id_token_hint={tokens["id_token"]}", ct);
        entry.SignedOut = Knowledge.Done;
    }

    async Task<Answer> CallAsync(Func<Task<Answer>> call)
    {
        var answer = await call();
        if (answer.Status == 200)
            return answer;
        Wrong.Enqueue(answer.ToString());
        throw new IOException("This visit ends here.");
    }
}
