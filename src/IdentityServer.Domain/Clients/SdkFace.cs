namespace IdentityServer.Domain.Clients;

/// <summary>What a client is to the organization that it belongs to: an application of a user pool, or a service with API keys.</summary>
public sealed record SdkFace
{
    public required string OrganizationId { get; init; }
    public required SdkClientKind Kind { get; init; }
    public string Description { get; init; } = "";

    /// <summary>No authorization code flow, whatever redirect URIs there are.</summary>
    public bool OauthDisabled { get; init; }

    /// <summary>Of the extension that works for the application; kept for those who ask.</summary>
    public string? ChromeExtensionId { get; init; }
}
