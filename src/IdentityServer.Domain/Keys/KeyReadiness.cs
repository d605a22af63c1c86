namespace IdentityServer.Domain.Keys;

/// <summary>Who knows a key and who does not yet; clients first, each list in the order of names.</summary>
/// <param name="AnnouncedAt">Null where nobody can know it yet.</param>
/// <param name="Ready">Have read the JWK set with this key in it.</param>
/// <param name="Waiting">Have read it lately, but not with this key.</param>
public sealed record KeyReadiness(string Kid, DateTimeOffset? AnnouncedAt, IReadOnlyList<JwksReader> Ready, IReadOnlyList<JwksReader> Waiting)
{
    /// <summary>Nobody who is known to read the JWK set would meet this key as a stranger.</summary>
    public bool IsReady => AnnouncedAt is not null && Waiting.Count == 0;
}
