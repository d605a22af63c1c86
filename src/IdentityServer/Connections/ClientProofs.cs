using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Discovery;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Connections;

/// <summary>How we prove to a provider who we are: OIDC Core §9, RFC 6749 §2.3.1, RFC 7523 §3.</summary>
internal sealed class ClientProofs(ConnectionSecrets secrets, IKeyRings rings, TimeProvider clock)
{
    const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    static readonly TimeSpan AssertionLifetime = TimeSpan.FromSeconds(60);

    // In the order in which providers know them.
    static readonly string[] algorithms = [JwsAlgorithm.RS256.Name, JwsAlgorithm.ES256.Name, JwsAlgorithm.EdDSA.Name];

    /// <summary>Adds the proof to a token request; false where there is nothing to prove it with.</summary>
    public async ValueTask<bool> AddAsync(Connection connection, ProviderMetadata provider, HttpRequestMessage request, List<KeyValuePair<string, string>> form, CancellationToken ct)
    {
        if (connection.AuthMethod != UpstreamAuthMethod.ClientSecretBasic) form.Add(new(Params.ClientId, connection.ClientId));
        switch (connection.AuthMethod)
        {
            case UpstreamAuthMethod.None:
                return true;
            case UpstreamAuthMethod.PrivateKeyJwt:
                if (await AssertionAsync(connection, provider, ct) is not { } assertion) return false;
                form.Add(new(Params.ClientAssertionType, AssertionType));
                form.Add(new(Params.ClientAssertion, assertion));
                return true;
        }
        if (secrets.Open(connection.SealedClientSecret) is not { } secret) return false;
        if (connection.AuthMethod == UpstreamAuthMethod.ClientSecretPost) form.Add(new(Params.ClientSecret, secret));
        else request.Headers.Authorization = new AuthenticationHeaderValue("Basic",
            Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(connection.ClientId)}:{Uri.EscapeDataString(secret)}")));
        return true;
    }

    async ValueTask<string?> AssertionAsync(Connection connection, ProviderMetadata provider, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await rings.OpenAsync(connection.PoolId, ct) is not { } ring) return null;
        var signer = algorithms.Select(algorithm => ring.Signer(algorithm, now + AssertionLifetime)).FirstOrDefault(key => key is not null);
        if (signer is null) return null;
        using var payload = new PooledBuffer();
        using (var json = new Utf8JsonWriter(payload))
        {
            json.WriteStartObject();
            json.WriteString("iss", connection.ClientId);
            json.WriteString("sub", connection.ClientId);
            // The issuer alone: an audience that others share could be used there (RFC 9700 §4.4, audience injection).
            json.WriteString("aud", connection.Kind == ConnectionKind.Oidc ? provider.Issuer : provider.TokenEndpoint);
            json.WriteString("jti", Handle.New().Reveal());
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + AssertionLifetime).ToUnixTimeSeconds());
            json.WriteEndObject();
        }
        return JwtWriter.Write(signer, "JWT", payload.Written);
    }
}
