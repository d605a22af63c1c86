using System.Text.Json;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Tests.Connections;

/// <summary>A provider, and a connection to it.</summary>
static class Providers
{
    public const string Issuer = "https://accounts.example";
    public const string ClientId = "shop";

    public static readonly DateTimeOffset Now = Jose.Tokens.Now;

    public static readonly JwkSet Keys = new([Jose.Tokens.Credential("RS256").PublicJwk, Jose.Tokens.Credential("ES256").PublicJwk]);

    public static Connection Connection(string scope = "openid", string subject = "{sub}", params (string Claim, string Path)[] paths) => new()
    {
        PoolId = PoolId.Default,
        Id = "example",
        OrganizationId = "org",
        Name = "Example",
        Kind = ConnectionKind.Oidc,
        Issuer = Issuer,
        ClientId = ClientId,
        Scope = scope,
        SubjectExpression = subject,
        ClaimPaths = paths.ToDictionary(path => path.Claim, path => path.Path),
        CreatedAt = Now,
        UpdatedAt = Now,
        Version = "1",
    };

    public static JsonElement Json(string text) => JsonElement.Parse(text);

    /// <summary>Members over the good ones; null takes one away.</summary>
    public static string With(string good, params (string Name, object? Value)[] changes)
    {
        var claims = JsonSerializer.Deserialize<Dictionary<string, object?>>(good)!;
        foreach (var (name, value) in changes)
        {
            if (value is null) claims.Remove(name);
            else claims[name] = value;
        }
        return JsonSerializer.Serialize(claims);
    }
}
