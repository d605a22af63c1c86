using System.Text.Json;

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
            UserPools = Later(root, "userPools", unsupported),
            SdkClients = Later(root, "sdkClients", unsupported),
            Clients = ClientReader.Clients(root, problems, unsupported),
            Resources = ResourceReader.Resources(root, problems),
            Users = UserReader.Users(root, problems),
            ServiceClients = Later(root, "serviceClients", unsupported),
            Connections = Later(root, "connections", unsupported),
            TrustedIssuers = Later(root, "trustedIssuers", unsupported),
            // A list that is not there is left alone: who leaves one out has not asked to empty it.
            PruneClients = root.Flag("prune") is true && root.Has("clients"),
            PruneResources = root.Flag("prune") is true && root.Has("resources"),
            PruneApiKeys = root.Flag("prune") is true && root.Has("apiKeys"),
            Unsupported = unsupported,
        };
        root.Close();
        return new(problems.All.Count == 0 ? declaration : null, problems.All);
    }

    /// <summary>There is one pool so far, and the file may already say so.</summary>
    internal static void CheckPool(ObjectReader reader, ProblemList problems)
    {
        if (reader.Text("pool") is { } pool && pool != "default")
            problems.Add(reader.At("pool"), "must be default, or left out: pools come with user pools");
    }

    static IReadOnlyList<JsonElement> Later(ObjectReader root, string name, List<string> unsupported)
    {
        var objects = root.Objects(name);
        if (objects.Count > 0) unsupported.Add(name);
        return [.. objects.Select(reader => reader.Element)];
    }
}
