using IdentityServer.Domain.Connections;

namespace IdentityServer.Pages.Admin;

/// <summary>The form in which a connection is added, as it was filled in; its secret goes back to nobody.</summary>
/// <param name="Parameters">What the preset has to know, by name.</param>
/// <param name="Pools">Where its users may come to; the first is usual.</param>
sealed record ConnectionForm(ConnectionPreset Preset, IReadOnlyDictionary<string, string> Parameters, string? ConnectionId, string? Name, string? ClientId, string? PoolId, IReadOnlyList<PoolChoice> Pools)
{
    /// <summary>The field that is wrong, and why.</summary>
    public (string Field, string Problem)? Trouble { get; init; }

    /// <summary>What the provider is to send people back to, but for the id of the connection.</summary>
    public string CallbackStart => (Pools.FirstOrDefault(pool => pool.Id == PoolId) ?? (Pools is [var first, ..] ? first : null))?.Issuer + Domain.Protocol.Endpoints.UpstreamCallback + "/";

    public string? ErrorOf(string field) => Trouble is (var wrong, var problem) && wrong == field ? problem : null;

    public static string FieldOfParameter(string name) => "Parameter-" + name;

    /// <summary>The field of a member of the API, with its label; null where the form has none.</summary>
    public static (string Field, string Label)? FieldOf(string member, ConnectionPreset preset) => member switch
    {
        "connectionId" => ("ConnectionId", "The id"),
        "name" => ("Name", "The name"),
        "clientId" => ("ClientId", "The client id"),
        "clientSecret" => ("ClientSecret", "The client secret"),
        "issuerUrl" or "presetParameters" when preset.Parameters.Keys.FirstOrDefault() is { } first => (FieldOfParameter(first), preset.Parameters.Count == 1 ? $"The {first}" : "The issuer that comes of these"),
        _ => null,
    };
}

/// <summary>A pool of the organization's whose users may come from elsewhere.</summary>
sealed record PoolChoice(string Id, string Name, string Issuer);
