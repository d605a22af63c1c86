using System.Text;
using System.Text.Json;
using IdentityServer.Domain.Egress;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.RemoteKeys;

namespace IdentityServer.Domain.Configuration;

/// <summary>
/// Reads <c>userPools</c>. Of a URL only the spelling is looked at: which servers may be called is the operator's list to
/// say, each time one is called.
/// </summary>
static class PoolReader
{
    public static IReadOnlyList<UserPoolDeclaration> UserPools(ObjectReader root, ProblemList problems)
    {
        List<UserPoolDeclaration> pools = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var reader in root.Objects("userPools"))
        {
            UserPoolDeclaration pool = new()
            {
                Id = Id(reader, "id", problems),
                Name = reader.Required("name"),
                Description = reader.Text("description") ?? "",
                Authorization = Authorization(reader.Child("authorization"), problems),
                CompatibleLifetime = reader.Flag("compatibleLifetime") ?? false,
                Disabled = reader.Flag("disabled"),
            };
            CheckTexts(pool.Name, pool.Description, reader, problems);
            if (!seen.Add(pool.Id)) problems.Add(reader.At("id"), "is the id of another user pool in this file");
            reader.Close();
            pools.Add(pool);
        }
        if (pools.Count > 0) OrganizationReader.NeedsOrganization(root, "userPools", problems);
        return pools;
    }

    /// <summary>A required UUID.</summary>
    public static string Id(ObjectReader reader, string name, ProblemList problems)
    {
        var id = reader.Required(name);
        if (!Ids.IsUuid(id)) problems.Add(reader.At(name), "must be a UUID in lower case, such as one that uuidgen makes");
        return id;
    }

    public static void CheckTexts(string name, string description, ObjectReader reader, ProblemList problems)
    {
        if (DisplayNames.Problem(name) is { } wrong) problems.Add(reader.At("name"), wrong);
        if (DisplayNames.DescriptionProblem(description) is { } bad) problems.Add(reader.At("description"), bad);
    }

    static TokenSource? Authorization(ObjectReader? reader, ProblemList problems)
    {
        if (reader is null) return null;
        TokenSource source = new()
        {
            JwksUri = reader.Text("jwksUri"),
            Jwks = reader.Child("jwks") is { } jwks ? Plain(jwks.Element) : null,
            IdClaim = reader.Text("idClaim") ?? TokenSource.UsualIdClaim,
            Issuer = reader.Text("issuer"),
            Audience = reader.Text("audience"),
        };
        if (source.JwksUri is { } uri && OutboundUrls.SpellingProblem(uri) is { } spelling) problems.Add(reader.At("jwksUri"), spelling);
        if (TokenSourceRules.ShapeFlaw(source) is var (member, problem)) problems.Add(reader.At(member), problem);
        if (source.Jwks is { } json && JwksDocument.Read(Encoding.UTF8.GetBytes(json)).Problem is { } unusable)
            problems.Add(reader.At("jwks"), $"cannot be used ({JwksProblems.Code(unusable)}): {JwksProblems.Sentence(unusable)}");
        reader.Close();
        return source;
    }

    /// <summary>Without the comments and blanks of the file.</summary>
    static string Plain(JsonElement element)
    {
        using PooledBuffer buffer = new();
        using (Utf8JsonWriter writer = new(buffer)) element.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.Written);
    }
}
