using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Audit;

/// <summary>How the log names those who act: a kind, a colon, and who of that kind.</summary>
public static class Actors
{
    /// <summary>Characters of a digest that tell two long names apart.</summary>
    const int Digest = 22;

    /// <summary>The server by itself: a schedule, or the declarative file at start.</summary>
    public const string System = "system";

    /// <summary>A program with an API key; the key's id, never the key.</summary>
    public static string ApiKey(string id) => $"api-key:{id}";

    /// <summary>A member of an organization, by id.</summary>
    public static string Member(string id) => $"member:{id}";

    /// <summary>
    /// Who came with a token of a trusted issuer: the issuer's id here, and the user id that its expression makes. Of one that does
    /// not fit into a line the rest is told by its digest, so that two who begin alike stay two.
    /// </summary>
    public static string Trusted(string issuerId, string userId)
    {
        var actor = $"trusted:{issuerId}:{userId}";
        return actor.Length <= AuditRecord.LongestText ? actor : $"{actor[..(AuditRecord.LongestText - 1 - Digest)]}~{HandleDigest.Of(userId).Value[..Digest]}";
    }

    /// <summary>A connection, which lets in whom its provider vouches for.</summary>
    public static string Connection(string id) => $"connection:{id}";

    /// <summary>Somebody at a shell of the server.</summary>
    public static string CommandLine(string osUser) => $"cli:{osUser}";
}
