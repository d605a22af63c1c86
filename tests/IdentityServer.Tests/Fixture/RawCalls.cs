using System.Net.Http.Headers;
using System.Text;

namespace IdentityServer.Tests.Fixture;

/// <summary>Calls that no well-behaved client makes: bodies byte for byte, headers as they are.</summary>
public static class RawCalls
{
    public const string Form = "application/x-www-form-urlencoded";

    public static Task<Answer> RawAsync(this IdpApp app, string path, string body, string? authorization = null, string? contentType = Form) =>
        app.RawAsync(HttpMethod.Post, path, Encoding.UTF8.GetBytes(body), authorization, contentType);

    public static async Task<Answer> RawAsync(this IdpApp app, HttpMethod method, string path, byte[]? body, string? authorization = null, string? contentType = Form,
        params (string Name, string Value)[] headers)
    {
        // The URL is sent as it is written: Uri would mend what is to arrive broken.
        var uri = new Uri(IdpApp.Issuer + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(method, uri);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            if (contentType is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await app.SendAsync(request);
    }

    /// <summary>The Authorization header of a confidential test client.</summary>
    public static string BasicOf(string client) => new AuthenticationHeaderValue("Basic",
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client}:{TestClients.SecretOf(client)}"))).ToString();
}
