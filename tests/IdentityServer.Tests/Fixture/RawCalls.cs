using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace IdentityServer.Tests.Fixture;

/// <summary>Calls that no well-behaved client makes: URL, headers and body as they are given, mended by nobody on the way.</summary>
public static class RawCalls
{
    public const string Form = "application/x-www-form-urlencoded";

    public static Task<Answer> RawAsync(this IdpApp app, string path, string body, string? authorization = null, string? contentType = Form) =>
        app.RawAsync(HttpMethod.Post, path, Encoding.UTF8.GetBytes(body), authorization, contentType);

    public static async Task<Answer> RawAsync(this IdpApp app, HttpMethod method, string path, byte[]? body = null, string? authorization = null, string? contentType = Form,
        params (string Name, string Value)[] headers)
    {
        var query = path.IndexOf('?', StringComparison.Ordinal);
        var context = await app.Server.SendAsync(http =>
        {
            var request = http.Request;
            (request.Method, request.Scheme, request.Host) = (method.Method, "https", new("idp.test"));
            request.Path = query < 0 ? path : path[..query];
            if (query >= 0) request.QueryString = new(path[query..]);
            if (body is not null)
            {
                request.Body = new MemoryStream(body);
                request.ContentLength = body.Length;
                if (contentType is not null) request.ContentType = contentType;
            }
            if (authorization is not null) request.Headers.Authorization = authorization;
            foreach (var (name, value) in headers) request.Headers.Append(name, value);
        }, TestContext.Current.CancellationToken);
        return await ReadAsync(context.Response);
    }

    /// <summary>The Authorization header of a confidential test client.</summary>
    public static string BasicOf(string client) => new AuthenticationHeaderValue("Basic",
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client}:{TestClients.SecretOf(client)}"))).ToString();

    static async Task<Answer> ReadAsync(HttpResponse response)
    {
        using var reader = new StreamReader(response.Body);
        var message = new HttpResponseMessage((HttpStatusCode)response.StatusCode) { Content = new ByteArrayContent([]) };
        foreach (var (name, values) in response.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, values.ToArray())) message.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
        }
        return new(response.StatusCode, await reader.ReadToEndAsync(), message.Headers, message.Content.Headers);
    }
}
