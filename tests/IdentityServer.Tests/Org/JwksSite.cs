using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IdentityServer.Tests.Org;

/// <summary>A web server next door that answers as the test says: somebody's JWK set, and everything that is put in its place by mistake.</summary>
public sealed class JwksSite : IAsyncDisposable
{
    readonly WebApplication app;
    int calls;

    JwksSite(WebApplication app) => this.app = app;

    /// <summary>host:port, as the operator's list has it.</summary>
    public string Authority => new Uri(app.Urls.Single()).Authority;

    public string Url(string path = "/jwks.json") => $"http://{Authority}{path}";

    public int Calls => Volatile.Read(ref calls);

    /// <summary>What it answers; by path.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = http => http.Response.WriteAsync("""{"keys":[]}""");

    public static async Task<JwksSite> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        JwksSite site = new(builder.Build());
        site.app.Run(http =>
        {
            Interlocked.Increment(ref site.calls);
            return site.Answer(http);
        });
        await site.app.StartAsync();
        return site;
    }

    public void Publish(string jwks) => Answer = http =>
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(jwks);
    };

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>The public half of an RSA key as a JWK.</summary>
    public static string JwkOf(RSA key, string kid)
    {
        var numbers = key.ExportParameters(false);
        return $$"""{"kty":"RSA","kid":"{{kid}}","alg":"RS256","use":"sig","n":"{{System.Buffers.Text.Base64Url.EncodeToString(numbers.Modulus)}}","e":"{{System.Buffers.Text.Base64Url.EncodeToString(numbers.Exponent)}}"}""";
    }
}
