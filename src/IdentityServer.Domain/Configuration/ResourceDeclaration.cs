namespace IdentityServer.Domain.Configuration;

/// <summary>An API that accepts our access tokens.</summary>
public sealed record ResourceDeclaration
{
    public required string Resource { get; init; }
    public IReadOnlyList<string> Scopes { get; init; } = [];
    public string AccessTokenAlgorithm { get; init; } = "ES256";
}
