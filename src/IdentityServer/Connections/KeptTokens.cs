using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using IdentityServer.Domain.Connections;
using Microsoft.AspNetCore.DataProtection;

namespace IdentityServer.Connections;

/// <summary>A provider's tokens, sealed as they are stored with an identity; only where the connection keeps them.</summary>
internal sealed class KeptTokens(IDataProtectionProvider protection, TimeProvider clock)
{
    readonly IDataProtector protector = protection.CreateProtector("tokens of a provider");

    /// <summary>Null where the connection keeps none.</summary>
    public string? Seal(Connection connection, ProviderTokens tokens) => connection.KeepsTokens
        ? protector.Protect(JsonSerializer.Serialize(new Content(tokens.AccessToken, tokens.RefreshToken, tokens.IdToken,
            tokens.ExpiresIn is { } seconds ? (clock.GetUtcNow() + TimeSpan.FromSeconds(seconds)).ToUnixTimeSeconds() : null)))
        : null;

    public Content? Open(string? text)
    {
        if (text is null) return null;
        try
        {
            return JsonSerializer.Deserialize<Content>(protector.Unprotect(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <param name="ExpiresAt">Of the access token, in seconds since 1970.</param>
    internal sealed record Content(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("refresh_token")] string? RefreshToken,
        [property: JsonPropertyName("id_token")] string? IdToken,
        [property: JsonPropertyName("expires_at")] long? ExpiresAt)
    {
        public override string ToString() => "tokens of a provider";
    }
}
