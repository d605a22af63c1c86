namespace IdentityServer.Domain.Protocol;

/// <summary>Token type identifiers: RFC 8693 §3.</summary>
public static class TokenTypes
{
    public const string AccessToken = "urn:ietf:params:oauth:token-type:access_token";
    public const string IdToken = "urn:ietf:params:oauth:token-type:id_token";
    public const string Jwt = "urn:ietf:params:oauth:token-type:jwt";

    /// <summary>What somebody else's token may be called here; each has to be a signed JWT.</summary>
    public static readonly IReadOnlyList<string> Accepted = [Jwt, IdToken, AccessToken];
}
