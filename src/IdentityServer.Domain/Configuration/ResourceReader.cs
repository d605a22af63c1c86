using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tokens;

namespace IdentityServer.Domain.Configuration;

/// <summary>Reads <c>resources</c>: RFC 8707 §2 identifiers, and scopes that say which resource is meant.</summary>
static class ResourceReader
{
    public static IReadOnlyList<ResourceDeclaration> Resources(ObjectReader root, ProblemList problems)
    {
        List<ResourceDeclaration> resources = [];
        HashSet<string> identifiers = new(StringComparer.Ordinal);
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        foreach (var reader in root.Objects("resources"))
        {
            ResourceDeclaration resource = new()
            {
                Resource = reader.Required("resource"),
                Scopes = reader.Texts("scopes") ?? [],
                AccessTokenAlgorithm = reader.Text("access_token_signing_alg") ?? "ES256",
            };
            if (IdentifierProblem(resource.Resource) is { } problem) problems.Add(reader.At("resource"), problem);
            else if (!identifiers.Add(resource.Resource)) problems.Add(reader.At("resource"), "is the identifier of another resource in this file");
            for (var i = 0; i < resource.Scopes.Count; i++)
            {
                var place = $"{reader.At("scopes")}[{i}]";
                if (ScopeProblem(resource.Scopes[i]) is { } scopeProblem) problems.Add(place, scopeProblem);
                else if (!owners.TryAdd(resource.Scopes[i], place)) problems.Add(place, $"is already at {owners[resource.Scopes[i]]}: a scope belongs to one resource");
            }
            if (!ClientRules.Algorithms.Contains(resource.AccessTokenAlgorithm))
                problems.Add(reader.At("access_token_signing_alg"), ClientRules.OneOf(ClientRules.Algorithms));
            reader.Close();
            resources.Add(resource);
        }
        return resources;
    }

    static string? IdentifierProblem(string identifier)
    {
        if (!Ids.IsWellFormed(identifier)) return "must be 1 to 255 visible ASCII characters without blanks";
        if (identifier.Contains('#', StringComparison.Ordinal)) return "must not have a fragment";
        var colon = identifier.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && Uri.CheckSchemeName(identifier[..colon]) && Uri.TryCreate(identifier, UriKind.Absolute, out _)
            ? null
            : "must be an absolute URI such as https://api.example.com";
    }

    static string? ScopeProblem(string scope)
    {
        if (!ScopeSet.TryParse(scope, out var parsed) || parsed.Count != 1) return "must be one scope token, without blanks, quotes or backslashes";
        return UserClaims.UserScopes.Contains(scope) ? "is a scope of OpenID Connect, which belongs to no resource" : null;
    }
}
