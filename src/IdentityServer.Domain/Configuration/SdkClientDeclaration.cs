namespace IdentityServer.Domain.Configuration;

/// <summary>An SDK client of the organization; its id is its identity. The keys of a service are among the API keys.</summary>
public sealed record SdkClientDeclaration
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public string Description { get; init; } = "";

    /// <summary>The pool of an application; null for a service.</summary>
    public string? UserPoolId { get; init; }
    public bool OauthDisabled { get; init; }
    public string? LogoUrl { get; init; }
    public string? ChromeExtensionId { get; init; }
    public IReadOnlyList<string> RedirectUrls { get; init; } = [];
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Null leaves it as it is: who switched a client off had a reason.</summary>
    public bool? Disabled { get; init; }

    public override string ToString() => $"SDK client {Name}";
}
