using System.Collections.Concurrent;
using IdentityServer.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace IdentityServer.Tests.Fixture;

/// <summary>
/// A relying party's web server on loopback: tests/clients/spa at /, the published libraries at /node_modules,
/// and whatever path the test maps (a callback, a logout receiver).
/// </summary>
public sealed class StaticSite : IAsyncDisposable
{
    readonly WebApplication app;

    StaticSite(WebApplication app, int port)
    {
        this.app = app;
        // 127.0.0.1 is another site than localhost, where the server runs: as strict as two domains.
        Origin = $"http://127.0.0.1:{port}";
        SameSiteOrigin = $"http://localhost:{port}";
    }

    /// <summary>The origin to use, cross-site to the server. No trailing slash.</summary>
    public string Origin { get; }

    /// <summary>The same files, same-site to a server on localhost.</summary>
    public string SameSiteOrigin { get; }

    /// <summary>What the SPA reads as /config.json: `{ "authority": … }` and any other setting of oidc-client-ts.</summary>
    public object? Config { get; set; }

    /// <summary>Paths the test answers itself; they come before the files.</summary>
    public ConcurrentDictionary<string, RequestDelegate> Handlers { get; } = new(StringComparer.Ordinal);

    /// <summary>Method and path of every request, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<StaticSite> StartAsync(CancellationToken ct)
    {
        var port = Repository.FreePort();
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = NodeScript.Folder });
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        var app = builder.Build();
        var site = new StaticSite(app, port);

        app.Use(site.AnswerAsync);
        Files(app, "spa", "");
        Files(app, "node_modules", "/node_modules");
        await app.StartAsync(ct);
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }

    Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "/";
        Requests.Enqueue($"{context.Request.Method} {path}");
        context.Response.Headers.CacheControl = "no-store";
        if (Handlers.TryGetValue(path, out var handler))
            return handler(context);
        if (path == "/config.json" && Config is { } config)
            return context.Response.WriteAsJsonAsync(config, config.GetType(), context.RequestAborted);
        if (path == "/")
            context.Request.Path = "/index.html";
        return next(context);
    }

    static void Files(WebApplication app, string folder, string path)
    {
        var root = Path.Combine(NodeScript.Folder, folder);
        if (!Directory.Exists(root))
            throw new InvalidOperationException($"{root} is missing: run ./test.sh, which installs it.");
        var types = new FileExtensionContentTypeProvider { Mappings = { [".mjs"] = "text/javascript" } };
        app.UseMiddleware<StaticFileMiddleware>(Microsoft.Extensions.Options.Options.Create(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(root),
            RequestPath = path,
            ContentTypeProvider = types,
        }));
    }
}
