using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using IdentityServer.Domain.Clients;

namespace IdentityServer.Org;

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record SdkClientRequest
{
    public required string Name { get; init; }
    public string? Description { get; init; }

    [Description("\"service\", or {\"application\":{\"userPoolId\":\"…\"}}.")]
    public required JsonElement Kind { get; init; }

    [Description("No authorization code flow, whatever redirect URIs there are.")]
    public bool? OauthDisabled { get; init; }
    public OauthConfigRequest? OauthConfig { get; init; }

    [Description("Web origins whose pages may call us with this client, besides those of the redirect URLs.")]
    public IReadOnlyList<string>? AllowedOrigins { get; init; }

    [Description("Of the API key of a service: Admin, Member or ReadOnly; the caller's own if absent.")]
    public string? Role { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record SdkClientChange
{
    public string? Name { get; init; }
    public string? Description { get; init; }
    public bool? OauthDisabled { get; init; }

    [Description("Replaces the one before as a whole.")]
    public OauthConfigRequest? OauthConfig { get; init; }
    public IReadOnlyList<string>? AllowedOrigins { get; init; }

    [Description("Refused everywhere while it is true; the API keys of a service are revoked for good.")]
    public bool? Disabled { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record OauthConfigRequest
{
    public string? LogoUrl { get; init; }
    public string? ChromeExtensionId { get; init; }

    [Description("With them the id of an application of a hosted pool is a client_id for the authorization code flow with PKCE.")]
    public IReadOnlyList<string>? RedirectUrls { get; init; }
}

internal sealed record SdkClientEntry(
    string Id, string Name, string Description, string OrganizationId, AuthEntry Auth, bool OauthDisabled, IReadOnlyList<string> AllowedOrigins, bool Disabled, DateTimeOffset CreatedAt)
{
    /// <param name="key">The key of a service that was just made.</param>
    public static SdkClientEntry Of(Client client, SdkFace sdk, string? key = null) => new(
        client.Id.Value, client.Name, sdk.Description, sdk.OrganizationId, AuthEntry.Of(client, sdk, key), sdk.OauthDisabled, client.AllowedOrigins, client.Disabled, client.CreatedAt);
}

/// <param name="Type">userPool for an application, apiKey for a service.</param>
/// <param name="Secret">The key of a service: shown when it is made, and never again.</param>
internal sealed record AuthEntry(
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? UserPoolId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OauthConfigEntry? OauthConfig,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret)
{
    public static AuthEntry Of(Client client, SdkFace sdk, string? key) => sdk.Kind == SdkClientKind.Application
        ? new("userPool", client.PoolId.Value, new(client.LogoUri, sdk.ChromeExtensionId, client.RedirectUris), null)
        : new("apiKey", null, null, key);
}

internal sealed record OauthConfigEntry(string? LogoUrl, string? ChromeExtensionId, IReadOnlyList<string> RedirectUrls);

/// <param name="Next">For the parameter after; null at the end.</param>
internal sealed record SdkClientList(IReadOnlyList<SdkClientEntry> SdkClients, string? Next);
