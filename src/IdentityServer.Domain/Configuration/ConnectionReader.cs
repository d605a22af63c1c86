using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Configuration;

/// <summary>
/// Reads <c>connections</c>. Of a URL only the spelling is looked at: which servers may be called is the operator's list to say,
/// when the file is applied and each time one is called.
/// </summary>
static class ConnectionReader
{
    public static readonly ConnectionDrafts Shapes = new(new NoSecrets(), TimeProvider.System);

    public static IReadOnlyList<ConnectionDeclaration> Connections(ObjectReader root, ProblemList problems)
    {
        List<ConnectionDeclaration> connections = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var reader in root.Objects("connections"))
        {
            var (data, defaults, linking) = (reader.Child("data"), reader.Child("defaultConnectionProperties"), reader.Child("linkingConfiguration"));
            if (!ConnectionWords.TryKind(reader.Text("type"), out var kind)) problems.Add(reader.At("type"), "must be OIDC or OAUTH2");
            if (!ConnectionWords.TryAuthMethod(reader.Text("tokenEndpointAuthMethod"), out var method)) problems.Add(reader.At("tokenEndpointAuthMethod"), $"must be one of {ConnectionWords.AuthMethods}");
            if (!ConnectionWords.TryLinking(linking?.Text("type"), out var policy)) problems.Add(linking!.At("type"), "must be EXPLICIT, AUTOMATIC or null");
            ConnectionDeclaration declared = new(reader.Text("userPoolId") is { } pool && pool != PoolId.Default.Value ? pool : null, new()
            {
                ConnectionId = reader.Text("connectionId"),
                Preset = reader.Text("preset"),
                PresetParameters = Texts(reader, "presetParameters", problems) ?? new Dictionary<string, string>(),
                Kind = kind,
                IssuerUrl = reader.Text("issuerUrl"),
                AuthorizationUrl = reader.Text("authenticationUrl"),
                TokenUrl = reader.Text("tokenUrl"),
                ClientId = reader.Text("clientId"),
                ClientSecret = reader.Text("clientSecret"),
                AuthMethod = method,
                Name = data?.Text("name"),
                UserInfoUrl = data?.Text("oidcUserEndpointUrl"),
                SubjectExpression = data?.Text("userIdExpression"),
                Scope = defaults?.Text("scope"),
                ClaimPaths = Texts(reader, "claims", problems),
                AuthorizationParameters = Texts(reader, "authorizationParameters", problems),
                Linking = linking is null ? null : policy,
                KeepsTokens = reader.Flag("keepTokens"),
                EndsSessionThere = reader.Flag("logoutAtProvider"),
                Disabled = reader.Flag("disabled"),
            });
            foreach (var part in (ReadOnlySpan<ObjectReader?>)[data, defaults, linking]) part?.Close();
            reader.Close();
            if (!seen.Add($"{declared}")) problems.Add(reader.At("connectionId"), "is the id of another connection of this pool in this file");
            var (connection, flaw) = Shapes.Read(declared.Draft, PoolId.Default, "", null);
            if ((flaw ?? ConnectionRules.ShapeFlaw(connection!)) is var (member, problem)) problems.Add(reader.At(member), problem);
            connections.Add(declared);
        }
        if (connections.Count > 0) OrganizationReader.NeedsOrganization(root, "connections", problems);
        return connections;
    }

    /// <summary>An object of strings; null where it is absent.</summary>
    public static IReadOnlyDictionary<string, string>? Texts(ObjectReader reader, string name, ProblemList problems)
    {
        if (reader.Child(name) is not { } child) return null;
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (var member in child.Members())
        {
            if (member.Value.ValueKind == System.Text.Json.JsonValueKind.String) texts[member.Name] = member.Value.GetString()!;
            else problems.Add(child.At(member.Name), "must be a string");
        }
        return texts;
    }

    /// <summary>For looking at shapes, where nothing is kept.</summary>
    sealed class NoSecrets : IConnectionSecrets
    {
        public string Seal(string secret) => "sealed";

        public string? Open(string? sealedSecret) => null;
    }
}
