using IdentityServer.Testing;
using Microsoft.Playwright;

namespace IdentityServer.Tests.Fixture;

/// <summary>The real browser. As a fixture it starts with the first page; every page has a fresh profile.</summary>
public sealed class Chromium : IAsyncDisposable
{
    static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    readonly SemaphoreSlim starting = new(1, 1);
    readonly string[] extraFlags;
    IPlaywright? playwright;
    IBrowser? browser;

    // Playwright's own five seconds are short for two busy cores.
    static Chromium() => Assertions.SetDefaultExpectTimeout(15_000);

    public Chromium() : this([])
    {
    }

    /// <param name="extraFlags">For instance --host-resolver-rules and --ignore-certificate-errors, to have several host names.</param>
    public static Chromium With(params string[] extraFlags) => new(extraFlags);

    Chromium(string[] extraFlags) => this.extraFlags = extraFlags;

    /// <summary>A page in a profile of its own; what it logs to the console and what it fails to load is kept in <see cref="Tab.Complaints"/>.</summary>
    public async Task<Tab> OpenAsync(string? url = null, int width = 1280, bool dark = false, bool javaScript = true)
    {
        var context = await (await LaunchAsync()).NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = width < 600 ? 844 : 800 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            JavaScriptEnabled = javaScript,
            Locale = "en-GB",
        });
        context.SetDefaultTimeout(15_000);
        var tab = new Tab(context, await context.NewPageAsync());
        if (url is not null)
            await tab.Page.GotoAsync(url);
        return tab;
    }

    /// <summary>Full-page pictures at 390 and 1280 pixels, light and dark, under artifacts/screenshots; returns their paths.</summary>
    /// <param name="prepare">Brings the page to what is to be seen; without it the address is opened.</param>
    public async Task<IReadOnlyList<string>> ScreenshotsAsync(string name, string url, Func<IPage, Task>? prepare = null)
    {
        var folder = Directory.CreateDirectory(Repository.Path("artifacts", "screenshots")).FullName;
        List<string> pictures = [];
        foreach (var width in (int[])[390, 1280])
        {
            foreach (var dark in (bool[])[false, true])
            {
                await using var tab = await OpenAsync(url, width, dark);
                if (prepare is not null)
                    await prepare(tab.Page);
                var picture = Path.Combine(folder, $"{name}-{width}-{(dark ? "dark" : "light")}.png");
                await tab.Page.ScreenshotAsync(new() { Path = picture, FullPage = true });
                pictures.Add(picture);
            }
        }

        return pictures;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.CloseAsync();
        playwright?.Dispose();
        starting.Dispose();
    }

    async Task<IBrowser> LaunchAsync()
    {
        await starting.WaitAsync();
        try
        {
            // The driver (node and its scripts) comes with the NuGet package; the browser is the system's.
            playwright ??= await Playwright.CreateAsync();
            return browser ??= await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable(), Args = [.. Flags, .. extraFlags] });
        }
        finally
        {
            starting.Release();
        }
    }

    static string Executable()
    {
        string?[] places = [Environment.GetEnvironmentVariable("IDP_TEST_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
        return places.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("No Chromium: run ./test.sh, install Debian's package chromium, or set IDP_TEST_CHROMIUM to a browser.");
    }
}
