using System.Text.Encodings.Web;
using System.Text.Json;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tokens;

namespace IdentityServer.Protocol.Wire;

/// <summary>A successful token response: RFC 6749 §5.1, OIDC Core §3.1.3.3, RFC 8693 §2.2.1.</summary>
internal static class TokenResponseWriter
{
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static async Task WriteAsync(HttpResponse response, TokenSet tokens, CancellationToken ct)
    {
        using var body = new PooledBuffer(4096);
        Compose(body, tokens);
        NoStore.Apply(response);
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body.WrittenMemory, ct);
    }

    static void Compose(PooledBuffer body, TokenSet tokens)
    {
        using var json = new Utf8JsonWriter(body, Options);
        json.WriteStartObject();
        json.WriteString("access_token"u8, tokens.AccessToken);
        if (tokens.IssuedTokenType is not null) json.WriteString("issued_token_type"u8, tokens.IssuedTokenType);
        json.WriteString("token_type"u8, "Bearer"u8);
        json.WriteNumber("expires_in"u8, tokens.ExpiresIn);
        if (tokens.IdToken is not null) json.WriteString("id_token"u8, tokens.IdToken);
        if (tokens.RefreshToken is not null) json.WriteString("refresh_token"u8, tokens.RefreshToken);
        // RFC 6749 §3.3: a scope has at least one token, so none is not written as an empty one.
        if (tokens.Scope.Count > 0) json.WriteString("scope"u8, tokens.Scope.Text);
        json.WriteEndObject();
    }
}
