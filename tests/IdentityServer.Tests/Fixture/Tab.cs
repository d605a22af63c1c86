using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace IdentityServer.Tests.Fixture;

/// <summary>One page of <see cref="Chromium"/> in its own profile, and what it complained about.</summary>
public sealed class Tab : IAsyncDisposable
{
    readonly IBrowserContext context;

    internal Tab(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Complaints.Enqueue($"console {message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => Complaints.Enqueue($"script: {error}");
        page.RequestFailed += (_, request) => Complaints.Enqueue($"request: {request.Method} {request.Url} {request.Failure}");
    }

    public IPage Page { get; }

    /// <summary>Console errors and warnings (a CSP violation is one), uncaught exceptions, requests that failed.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    public Task<string> TextAsync(string selector) => Page.Locator(selector).InnerTextAsync();

    /// <summary>Waits until the element says exactly this.</summary>
    public Task SeesAsync(string selector, string text) => Assertions.Expect(Page.Locator(selector)).ToHaveTextAsync(text);

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
