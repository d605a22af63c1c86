using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IdentityServer.Tests.Fixture;

/// <summary>A real socket in front of a server in this process: for browsers, and for what depends on an address.</summary>
public sealed class Doorway : IAsyncDisposable
{
    // A response's framing is the socket's own.
    static readonly string[] Framing = ["Transfer-Encoding", "Connection", "Keep-Alive"];

    readonly WebApplication app;

    Doorway(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    /// <summary>The headers of every preflight that came.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<IReadOnlyDictionary<string, string>> Preflights { get; } = new();

    public static async Task<Doorway> OpenAsync(IdpApp idp)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        Doorway doorway = new(builder.Build());
        doorway.app.Run(outer => doorway.ForwardAsync(idp, outer));
        await doorway.app.StartAsync();
        return doorway;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }

    async Task ForwardAsync(IdpApp idp, HttpContext outer)
    {
        if (HttpMethods.IsOptions(outer.Request.Method)) Preflights.Enqueue(outer.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()));
        using var body = new MemoryStream();
        await outer.Request.Body.CopyToAsync(body, outer.RequestAborted);
        body.Position = 0;
        var inner = await idp.Server.SendAsync(http =>
        {
            var (to, from) = (http.Request, outer.Request);
            (to.Method, to.Scheme, to.Host, to.Path, to.QueryString) = (from.Method, "https", new("idp.test"), from.Path, from.QueryString);
            foreach (var (name, value) in from.Headers) if (name != "Host") to.Headers[name] = value;
            if (body.Length > 0) (to.Body, to.ContentLength) = (body, body.Length);
            http.Connection.RemoteIpAddress = outer.Connection.RemoteIpAddress;
        }, outer.RequestAborted);
        outer.Response.StatusCode = inner.Response.StatusCode;
        foreach (var (name, value) in inner.Response.Headers) if (!Framing.Contains(name)) outer.Response.Headers[name] = value;
        await inner.Response.Body.CopyToAsync(outer.Response.Body, outer.RequestAborted);
    }
}
