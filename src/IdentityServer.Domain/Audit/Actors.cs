namespace IdentityServer.Domain.Audit;

/// <summary>How the log names those who act: a kind, a colon, and who of that kind.</summary>
public static class Actors
{
    /// <summary>The server by itself: a schedule, or the declarative file at start.</summary>
    public const string System = "system";

    /// <summary>A program with an API key; the key's id, never the key.</summary>
    public static string ApiKey(string id) => $"api-key:{id}";

    /// <summary>A member of an organization, by id.</summary>
    public static string Member(string id) => $"member:{id}";

    /// <summary>Somebody at a shell of the server.</summary>
    public static string CommandLine(string osUser) => $"cli:{osUser}";
}
