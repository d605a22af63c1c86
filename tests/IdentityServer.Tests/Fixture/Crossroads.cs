namespace IdentityServer.Tests.Fixture;

/// <summary>
/// From one browser to two places: the server in this process under <see cref="IdpApp.Issuer"/>, and providers next door over sockets.
/// </summary>
public sealed class Crossroads : HttpMessageHandler
{
    readonly HttpMessageInvoker inside;
    readonly HttpMessageInvoker outside = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false });

    Crossroads(IdpApp app) => inside = new(app.Server.CreateHandler());

    /// <summary>A new person's browser, which follows redirects to the server and to these providers, and stops at everybody else.</summary>
    /// <param name="authorities">host:port.</param>
    public static Browser NewBrowser(IdpApp app, params string[] authorities)
    {
        var ours = new Uri(IdpApp.Issuer).Authority;
        return new(new(IdpApp.Issuer), new Crossroads(app)) { StopAt = url => url.Authority != ours && !authorities.Contains(url.Authority) };
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        (request.RequestUri!.IsLoopback ? outside : inside).SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inside.Dispose();
            outside.Dispose();
        }
        base.Dispose(disposing);
    }
}
