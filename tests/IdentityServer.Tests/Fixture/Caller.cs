using System.Net;

namespace IdentityServer.Tests.Fixture;

/// <summary>A client's back channel to a real server: every call is over a socket, and none is repeated by itself.</summary>
public sealed class Caller : IDisposable
{
    readonly HttpClient http;

    /// <param name="patience">How long one call may take.</param>
    public Caller(Uri address, TimeSpan? patience = null) => http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
    {
        BaseAddress = address,
        Timeout = patience ?? TimeSpan.FromSeconds(30),
        DefaultRequestVersion = HttpVersion.Version11,
    };

    public async Task<Answer> GetAsync(string path, CancellationToken ct, string? bearer = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (bearer is not null) request.Headers.Authorization = new("Bearer", bearer);
        return await SendAsync(request, ct);
    }

    /// <summary>POST a form as a confidential client, or as nobody.</summary>
    public async Task<Answer> FormAsync(string path, string? client, CancellationToken ct, params (string Name, string? Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value!))),
        };
        if (client is not null) request.Headers.Authorization = OidcCalls.Basic(client, TestClients.SecretOf(client));
        return await SendAsync(request, ct);
    }

    public Task<Answer> RedeemAsync(string? code, CancellationToken ct, string client = TestClients.Web) =>
        FormAsync("/connect/token", client, ct, ("grant_type", "authorization_code"), ("code", code),
            ("redirect_uri", TestClients.Callback), ("code_verifier", OidcCalls.Verifier));

    public Task<Answer> RefreshAsync(string refreshToken, CancellationToken ct, string client = TestClients.Web) =>
        FormAsync("/connect/token", client, ct, ("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    public Task<Answer> ClientCredentialsAsync(CancellationToken ct) =>
        FormAsync("/connect/token", TestClients.Web, ct, ("grant_type", "client_credentials"), ("scope", "cart"), ("resource", TestClients.Api));

    public async Task<Answer> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using var response = await http.SendAsync(request, ct);
        return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(ct), response.Headers, response.Content.Headers);
    }

    public void Dispose() => http.Dispose();
}
