using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IdentityServer.Domain.Connections;

/// <summary>
/// What is the same for everybody who connects to a provider that people know: data of <c>presets.json</c>, from the providers'
/// own documentation. What a connection says itself goes before it.
/// </summary>
public sealed record ConnectionPreset
{
    /// <summary>The word for it.</summary>
    public required string Id { get; init; }

    /// <summary>On the button.</summary>
    public required string Name { get; init; }
    public required ConnectionKind Kind { get; init; }

    /// <summary>With <c>{name}</c> for each of <see cref="Parameters"/>; null for OAuth 2.0.</summary>
    public string? Issuer { get; init; }
    public string? AuthorizationUrl { get; init; }
    public string? TokenUrl { get; init; }
    public string? UserInfoUrl { get; init; }

    /// <summary>What has to be known of the one provider that is meant: by name, in words for people.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
    public string Scope { get; init; } = Connection.UsualScope;
    public UpstreamAuthMethod AuthMethod { get; init; } = UpstreamAuthMethod.ClientSecretBasic;
    public string SubjectExpression { get; init; } = "{sub}";
    public IReadOnlyDictionary<string, string> ClaimPaths { get; init; } = new Dictionary<string, string>();
    public IReadOnlyDictionary<string, string> AuthorizationParameters { get; init; } = new Dictionary<string, string>();

    /// <summary>What to know before; null where there is nothing.</summary>
    public string? Hint { get; init; }

    static readonly SearchValues<char> NoPartOfAnAddress = SearchValues.Create(" {}?#\\@");

    /// <summary>All of them, in the order in which people are offered them.</summary>
    public static IReadOnlyList<ConnectionPreset> All { get; } = Load();

    public static ConnectionPreset? Find(string id) => All.FirstOrDefault(preset => preset.Id == id);

    /// <summary>The issuer with its parameters put in; null with the name of the one that is missing or cannot be part of a URL.</summary>
    public string? IssuerWith(IReadOnlyDictionary<string, string> values, out string? wrong)
    {
        ArgumentNullException.ThrowIfNull(values);
        wrong = null;
        var made = Issuer;
        foreach (var name in Parameters.Keys)
        {
            if (!values.TryGetValue(name, out var value) || value.Length == 0 || value.AsSpan().ContainsAny(NoPartOfAnAddress))
            {
                wrong = name;
                return null;
            }
            made = made?.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }
        return made;
    }

    /// <summary>What the file leaves out is as usual.</summary>
    static ConnectionPreset Completed(ConnectionPreset read) => read with
    {
        Parameters = read.Parameters ?? new Dictionary<string, string>(),
        Scope = read.Scope ?? Connection.UsualScope,
        SubjectExpression = read.SubjectExpression ?? "{sub}",
        ClaimPaths = read.ClaimPaths ?? new Dictionary<string, string>(),
        AuthorizationParameters = read.AuthorizationParameters ?? new Dictionary<string, string>(),
    };

    static List<ConnectionPreset> Load()
    {
        using var stream = typeof(ConnectionPreset).Assembly.GetManifestResourceStream("presets.json")!;
        return [.. JsonSerializer.Deserialize(stream, PresetShapes.Default.ListConnectionPreset)!.Select(Completed)];
    }
}

/// <summary>How <c>presets.json</c> is read.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(List<ConnectionPreset>))]
sealed partial class PresetShapes : JsonSerializerContext;
