using System.Text.Json;

namespace IdentityServer.Domain.Configuration;

/// <summary>Reads <c>sdkClients</c>; the rules are <see cref="Clients.SdkClients"/>.</summary>
static class SdkClientReader
{
    public static IReadOnlyList<SdkClientDeclaration> SdkClients(ObjectReader root, ProblemList problems)
    {
        List<SdkClientDeclaration> clients = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var reader in root.Objects("sdkClients"))
        {
            var oauth = reader.Child("oauthConfig");
            SdkClientDeclaration client = new()
            {
                Id = PoolReader.Id(reader, "id", problems),
                Name = reader.Required("name"),
                Description = reader.Text("description") ?? "",
                UserPoolId = Kind(reader, problems),
                OauthDisabled = reader.Flag("oauthDisabled") ?? false,
                LogoUrl = oauth?.Text("logoUrl"),
                ChromeExtensionId = oauth?.Text("chromeExtensionId"),
                RedirectUrls = oauth?.Texts("redirectUrls") ?? [],
                AllowedOrigins = reader.Texts("allowedOrigins") ?? [],
                Disabled = reader.Flag("disabled"),
            };
            PoolReader.CheckTexts(client.Name, client.Description, reader, problems);
            if (SdkClientSteps.FlawOf(client) is var (member, problem)) problems.Add(reader.At(member), problem);
            if (!seen.Add(client.Id)) problems.Add(reader.At("id"), "is the id of another SDK client in this file");
            oauth?.Close();
            reader.Close();
            clients.Add(client);
        }
        if (clients.Count > 0) OrganizationReader.NeedsOrganization(root, "sdkClients", problems);
        return clients;
    }

    /// <summary>The pool of an application; null for a service.</summary>
    static string? Kind(ObjectReader reader, ProblemList problems)
    {
        if (reader.Value("kind") is { } kind && (kind.ValueKind == JsonValueKind.Object || (kind.ValueKind == JsonValueKind.String && kind.ValueEquals("service"u8))))
        {
            if (kind.ValueKind == JsonValueKind.String || reader.Child("kind") is not { } named) return null;
            var application = named.Child("application");
            if (application is null) problems.Add(named.At("application"), "must be present; a service is written as \"kind\": \"service\"");
            named.Close();
            if (application is null) return null;
            var pool = PoolReader.Id(application, "userPoolId", problems);
            application.Close();
            return pool;
        }
        problems.Add(reader.At("kind"), "must be \"service\" or { \"application\": { \"userPoolId\": \"…\" } }");
        return null;
    }
}
