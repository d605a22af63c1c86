namespace IdentityServer.Domain.Protocol;

/// <summary>grant_type values: RFC 6749 §4.1.3, §4.4.2, §6, RFC 8693 §2.1. There is no password and no implicit grant: RFC 9700 §2.1.2, §2.4.</summary>
public static class GrantTypes
{
    public const string AuthorizationCode = "authorization_code";
    public const string RefreshToken = "refresh_token";
    public const string ClientCredentials = "client_credentials";
    public const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";

    public static readonly IReadOnlyList<string> Known = [AuthorizationCode, RefreshToken, ClientCredentials, TokenExchange];
}
