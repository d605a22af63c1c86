using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Resources;

/// <summary>An API that accepts our access tokens: RFC 8707 §2, RFC 9068 §3.</summary>
public sealed class Resource
{
    public required PoolId PoolId { get; init; }

    /// <summary>Its identifier, which becomes the token's <c>aud</c>.</summary>
    public required string Identifier { get; init; }

    /// <summary>Scope tokens that belong to it; a scope belongs to at most one resource.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>JWS algorithm of its access tokens.</summary>
    public string AccessTokenAlgorithm { get; init; } = "ES256";
}
