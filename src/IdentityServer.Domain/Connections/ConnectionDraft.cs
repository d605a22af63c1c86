namespace IdentityServer.Domain.Connections;

/// <summary>A connection as somebody writes it, through whichever door: what is null they have said nothing of.</summary>
public sealed record ConnectionDraft
{
    public string? ConnectionId { get; init; }
    public string? Name { get; init; }

    /// <summary>Whose data fills what is null.</summary>
    public string? Preset { get; init; }
    public IReadOnlyDictionary<string, string> PresetParameters { get; init; } = new Dictionary<string, string>();
    public ConnectionKind? Kind { get; init; }
    public string? IssuerUrl { get; init; }
    public string? AuthorizationUrl { get; init; }
    public string? TokenUrl { get; init; }
    public string? UserInfoUrl { get; init; }
    public string? ClientId { get; init; }

    /// <summary>In the clear; shown by no ToString.</summary>
    public string? ClientSecret { get; init; }
    public UpstreamAuthMethod? AuthMethod { get; init; }
    public string? Scope { get; init; }
    public string? SubjectExpression { get; init; }
    public IReadOnlyDictionary<string, string>? ClaimPaths { get; init; }
    public IReadOnlyDictionary<string, string>? AuthorizationParameters { get; init; }
    public LinkingPolicy? Linking { get; init; }
    public bool? KeepsTokens { get; init; }
    public bool? EndsSessionThere { get; init; }
    public bool? Disabled { get; init; }

    public override string ToString() => $"connection {ConnectionId}";
}
