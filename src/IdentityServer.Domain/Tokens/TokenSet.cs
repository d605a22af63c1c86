using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Tokens;

/// <summary>A successful token response before it is written: RFC 6749 §5.1, OIDC Core §3.1.3.3.</summary>
/// <param name="AccessToken">Compact JWT in ASCII.</param>
/// <param name="ExpiresIn">Seconds.</param>
public sealed record TokenSet(byte[] AccessToken, int ExpiresIn, ScopeSet Scope, byte[]? IdToken = null, string? RefreshToken = null)
{
    /// <summary>Of a token exchange: RFC 8693 §2.2.1.</summary>
    public string? IssuedTokenType { get; init; }
}
