using System.Text.Json;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Configuration;

/// <summary>
/// Reads the declarative file. It is strict, since a word that is misspelt and ignored is a setting that somebody
/// believes in; and it tells all problems at once, each with its path and without the value.
/// </summary>
public static class DeclarationReader
{
    public static DeclarationReading Read(ReadOnlySpan<byte> utf8)
    {
        ProblemList problems = new();
        if (!DocumentCheck.TryParse(utf8, problems, out var element)) return new(null, problems.All);

        ObjectReader root = new(element, "", problems);
        List<string> unsupported = [];
        Declaration declaration = new()
        {
            Organization = OrganizationReader.Organization(root, problems),
            Members = OrganizationReader.Members(root, problems),
            ApiKeys = OrganizationReader.ApiKeys(root, problems),
            UserPools = PoolReader.UserPools(root, problems),
            SdkClients = SdkClientReader.SdkClients(root, problems),
            Clients = ClientReader.Clients(root, problems, unsupported),
            Resources = ResourceReader.Resources(root, problems),
            Users = UserReader.Users(root, problems),
            ServiceClients = Later(root, "serviceClients", unsupported),
            Connections = ConnectionReader.Connections(root, problems),
            TrustedIssuers = TrustedIssuerReader.TrustedIssuers(root, problems),
            // A list that is not there is left alone: who leaves one out has not asked to empty it.
            PruneClients = root.Flag("prune") is true && root.Has("clients"),
            PruneResources = root.Flag("prune") is true && root.Has("resources"),
            PruneSdkClients = root.Flag("prune") is true && root.Has("sdkClients"),
            PruneApiKeys = root.Flag("prune") is true && root.Has("apiKeys"),
            PruneConnections = root.Flag("prune") is true && root.Has("connections"),
            PruneTrustedIssuers = root.Flag("prune") is true && root.Has("trustedIssuers"),
            Unsupported = unsupported,
        };
        root.Close();
        CheckReferences(declaration, problems);
        return new(problems.All.Count == 0 ? declaration : null, problems.All);
    }

    /// <summary>The pool of a client or a user. Whether there is one of this id the database knows.</summary>
    internal static string Pool(ObjectReader reader, ProblemList problems)
    {
        var pool = reader.Text("pool") ?? PoolId.Default.Value;
        if (pool != PoolId.Default.Value && !Ids.IsUuid(pool)) problems.Add(reader.At("pool"), "must be default, or the id of a hosted user pool");
        return pool;
    }

    /// <summary>What can be told from the file alone; what it does not name may be in the database.</summary>
    static void CheckReferences(Declaration declaration, ProblemList problems)
    {
        const string selfProvided = "is a self-provided pool: only hosted ones have clients and users here";
        var foreign = declaration.UserPools.Where(pool => pool.Authorization is not null).Select(pool => pool.Id).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < declaration.Clients.Count; i++)
            if (foreign.Contains(declaration.Clients[i].Pool)) problems.Add($"clients[{i}].pool", selfProvided);
        for (var i = 0; i < declaration.Users.Count; i++)
            if (foreign.Contains(declaration.Users[i].Pool)) problems.Add($"users[{i}].pool", selfProvided);
        var noServices = declaration.SdkClients.Where(client => client.UserPoolId is not null || client.Disabled is true).Select(client => client.Id).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < declaration.ApiKeys.Count; i++)
            if (declaration.ApiKeys[i].SdkClientId is { } client && noServices.Contains(client))
                problems.Add($"apiKeys[{i}].sdkClientId", "must be the id of a service that is not disabled");
    }

    static IReadOnlyList<JsonElement> Later(ObjectReader root, string name, List<string> unsupported)
    {
        var objects = root.Objects(name);
        if (objects.Count > 0) unsupported.Add(name);
        return [.. objects.Select(reader => reader.Element)];
    }
}
