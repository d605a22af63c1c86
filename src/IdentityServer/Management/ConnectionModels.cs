using System.ComponentModel;
using System.Text.Json.Serialization;
using IdentityServer.Domain.Connections;

namespace IdentityServer.Management;

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record ConnectionRequest
{
    [Description("Its name in addresses: 1 to 64 letters, digits, hyphens and underscores. It stays.")]
    public string? ConnectionId { get; init; }

    [Description("The pool whose users log in there; absent for the default pool of the organization.")]
    public string? UserPoolId { get; init; }

    [Description("OIDC, or OAUTH2 for a server without OpenID Connect. OIDC if there is an issuerUrl and no authenticationUrl.")]
    public string? Type { get; init; }

    [Description("A provider that is known here: what it needs is filled in. GET /v1/connectionPresets lists them.")]
    public string? Preset { get; init; }

    [Description("What the preset has to know, such as the tenant.")]
    public Dictionary<string, string>? PresetParameters { get; init; }

    [Description("OIDC: the issuer, exactly as the provider's discovery document has it. It stays.")]
    public string? IssuerUrl { get; init; }
    public string? AuthenticationUrl { get; init; }
    public string? TokenUrl { get; init; }
    public string? ClientId { get; init; }

    [Description("Sealed and never shown. Absent in a change: it stays.")]
    public string? ClientSecret { get; init; }

    [Description("client_secret_basic, client_secret_post, private_key_jwt (signed with the pool's own key) or none.")]
    public string? TokenEndpointAuthMethod { get; init; }
    public ConnectionData? Data { get; init; }
    public ConnectionDefaults? DefaultConnectionProperties { get; init; }
    public LinkingConfiguration? LinkingConfiguration { get; init; }

    [Description("Standard claims by the path of the provider's claim that they are taken from.")]
    public Dictionary<string, string>? Claims { get; init; }

    [Description("Parameters that this provider wants in the authorization request, such as response_mode.")]
    public Dictionary<string, string>? AuthorizationParameters { get; init; }

    [Description("Whether the provider's tokens are kept, sealed, for the credentials route.")]
    public bool? KeepTokens { get; init; }

    [Description("Whether signing out here signs out at the provider.")]
    public bool? LogoutAtProvider { get; init; }
    public bool? Disabled { get; init; }

    /// <summary>As a draft; null with what is wrong about a word in it.</summary>
    public (ConnectionDraft? Draft, Problem? Problem) Read()
    {
        if (!ConnectionWords.TryKind(Type, out var kind)) return (null, Problem.Malformed("type", "must be OIDC or OAUTH2; SAML and the others are not spoken here"));
        if (!ConnectionWords.TryAuthMethod(TokenEndpointAuthMethod, out var method)) return (null, Problem.Malformed("tokenEndpointAuthMethod", $"must be one of {ConnectionWords.AuthMethods}"));
        if (!ConnectionWords.TryLinking(LinkingConfiguration?.Type, out var linking)) return (null, Problem.Malformed("linkingConfiguration.type", "must be EXPLICIT, AUTOMATIC or null"));
        // Programs of hosted services call an OpenID provider OAUTH2 too, and name its issuer.
        if (kind == ConnectionKind.OAuth2 && IssuerUrl is not null && Data?.OidcUserEndpointUrl is null) kind = ConnectionKind.Oidc;
        return (new()
        {
            ConnectionId = ConnectionId,
            Name = Data?.Name,
            Preset = Preset,
            PresetParameters = PresetParameters ?? [],
            Kind = kind,
            IssuerUrl = IssuerUrl,
            AuthorizationUrl = AuthenticationUrl,
            TokenUrl = TokenUrl,
            UserInfoUrl = Data?.OidcUserEndpointUrl,
            ClientId = ClientId,
            ClientSecret = ClientSecret,
            AuthMethod = method,
            Scope = DefaultConnectionProperties?.Scope,
            SubjectExpression = Data?.UserIdExpression,
            ClaimPaths = Claims,
            AuthorizationParameters = AuthorizationParameters,
            Linking = LinkingConfiguration is null ? null : linking,
            KeepsTokens = KeepTokens,
            EndsSessionThere = LogoutAtProvider,
            Disabled = Disabled,
        }, null);
    }
}

/// <param name="Name">On the button.</param>
/// <param name="OidcUserEndpointUrl">OAUTH2: what tells who an access token is of.</param>
/// <param name="UserIdExpression">How the identity is made of the provider's claims; {sub} if absent.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record ConnectionData(
    string? Name = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? OidcUserEndpointUrl = null,
    string? UserIdExpression = null);

/// <param name="Scope">What is asked for; openid profile email if absent.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record ConnectionDefaults(string? Scope = null);

/// <param name="Type">EXPLICIT: by the link call; AUTOMATIC: also by the same verified e-mail address. Both connections have to allow it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record LinkingConfiguration(string? Type = null);

/// <param name="CallbackUrl">What has to be registered at the provider as the redirect URI.</param>
/// <param name="BackchannelLogoutUrl">Where the provider may tell that a session is over.</param>
/// <param name="Hint">What to know about this provider.</param>
internal sealed record ConnectionEntry(
    string ConnectionId, string UserPoolId, string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Preset,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? IssuerUrl,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AuthenticationUrl,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TokenUrl,
    string ClientId, string TokenEndpointAuthMethod, ConnectionData Data, ConnectionDefaults DefaultConnectionProperties, LinkingConfiguration? LinkingConfiguration,
    IReadOnlyDictionary<string, string> Claims, IReadOnlyDictionary<string, string> AuthorizationParameters, bool KeepTokens, bool LogoutAtProvider, bool Disabled, bool IsActiveConnection,
    string CallbackUrl, string BackchannelLogoutUrl, DateTimeOffset CreatedTime, DateTimeOffset LastUpdated,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Hint)
{
    public static ConnectionEntry Of(Connection connection, string issuer) => new(
        connection.Id, connection.PoolId.Value, ConnectionWords.NameOf(connection.Kind), connection.Preset,
        connection.Kind == ConnectionKind.Oidc ? connection.Issuer : null, connection.AuthorizationUrl, connection.TokenUrl,
        connection.ClientId, ConnectionWords.NameOf(connection.AuthMethod), new(connection.Name, connection.UserInfoUrl, connection.SubjectExpression), new(connection.Scope),
        ConnectionWords.NameOf(connection.Linking) is { } linking ? new(linking) : null,
        connection.ClaimPaths, connection.AuthorizationParameters, connection.KeepsTokens, connection.EndsSessionThere, connection.Disabled, !connection.Disabled,
        $"{issuer}{Domain.Protocol.Endpoints.UpstreamCallback}/{connection.Id}", $"{issuer}{Domain.Protocol.Endpoints.UpstreamLogout}/{connection.Id}",
        connection.CreatedAt, connection.UpdatedAt, connection.Preset is { } preset ? ConnectionPreset.Find(preset)?.Hint : null);
}

internal sealed record ConnectionList(IReadOnlyList<ConnectionEntry> Connections);

/// <param name="Parameters">What has to be known of the one provider that is meant, in words.</param>
internal sealed record PresetEntry(string Preset, string Name, string Type, string? IssuerUrl, IReadOnlyDictionary<string, string> Parameters, string Scope, string? Hint)
{
    public static PresetEntry Of(ConnectionPreset preset) =>
        new(preset.Id, preset.Name, ConnectionWords.NameOf(preset.Kind), preset.Issuer, preset.Parameters, preset.Scope, preset.Hint);
}

internal sealed record PresetList(IReadOnlyList<PresetEntry> Presets);

/// <param name="AccessToken">The provider's, as it was at the last login.</param>
internal sealed record CredentialsEntry(string AccessToken);
