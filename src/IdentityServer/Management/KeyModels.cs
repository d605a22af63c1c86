using System.ComponentModel;
using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;

namespace IdentityServer.Management;

/// <param name="State">announced, active, retired, withdrawn or revoked.</param>
/// <param name="AnnouncedAt">Public since.</param>
/// <param name="ActivatedAt">Signs since.</param>
/// <param name="SignedUntil">No token that it signed expires later.</param>
/// <param name="PublicKey">The public half as a JWK.</param>
/// <param name="Pem">The same as SubjectPublicKeyInfo.</param>
internal sealed record KeyEntry(
    string Kid, string Algorithm, string State, int Generation, DateTimeOffset CreatedAt, DateTimeOffset? AnnouncedAt, DateTimeOffset? ActivatedAt, DateTimeOffset? SignedUntil,
    DateTimeOffset? RetiredAt, DateTimeOffset? WithdrawnAt, DateTimeOffset? RevokedAt, string? RevokedReason, JsonElement PublicKey, string Pem)
{
    public static KeyEntry Of(SigningKey key)
    {
        using var publicKey = JsonDocument.Parse(key.PublicJwk, new() { AllowDuplicateProperties = false });
        return new(key.Kid, key.Algorithm, key.State.ToString().ToLowerInvariant(), key.Generation, key.CreatedAt, key.AnnouncedAt, key.ActivatedAt, key.SignedUntil,
            key.RetiredAt, key.WithdrawnAt, key.RevokedAt, key.RevokedReason, publicKey.RootElement.Clone(), PemOf(publicKey.RootElement));
    }

    static string PemOf(JsonElement publicKey) => Jwk.TryParse(publicKey, out var jwk, out _) ? PublicKeyPem.Of(jwk) : "";
}

/// <param name="Keys">By algorithm, newest first.</param>
/// <param name="Rotations">Where each algorithm stands.</param>
internal sealed record KeyList(IReadOnlyList<KeyEntry> Keys, IReadOnlyList<RotationEntry> Rotations);

/// <param name="Active">The kid that signs.</param>
/// <param name="Successor">The kid that is public and will sign; null while there is none.</param>
/// <param name="AnnouncesAt">When the next key will be public; null where one is.</param>
/// <param name="TakesOverAt">When the next key will sign, as planned.</param>
/// <param name="EarliestAt">When an announced key could sign if it had to.</param>
internal sealed record RotationEntry(
    string Algorithm, string? Active, string? Successor, DateTimeOffset? AnnouncesAt, DateTimeOffset? TakesOverAt, DateTimeOffset? EarliestAt, PolicyEntry Policy)
{
    public static RotationEntry Of(KeyPosition position) => new(position.Policy.Algorithm, position.Active?.Kid, position.Successor?.Kid,
        position.AnnouncesAt, position.TakesOverAt, position.EarliestAt, PolicyEntry.Of(position.Policy));
}

internal sealed record RotationList(IReadOnlyList<RotationEntry> Rotations);

/// <param name="IntervalSeconds">A key signs for this long.</param>
/// <param name="AnnounceBeforeSeconds">Its successor is public for this long before.</param>
/// <param name="Schedule">A Quartz cron expression, UTC.</param>
/// <param name="Warning">What is allowed and may still surprise somebody.</param>
internal sealed record PolicyEntry(long IntervalSeconds, long AnnounceBeforeSeconds, string Schedule, string? Warning)
{
    public static PolicyEntry Of(RotationPolicy policy) => new((long)policy.Interval.TotalSeconds, (long)policy.AnnounceBefore.TotalSeconds, policy.Schedule, policy.Warning);
}

internal sealed record PolicyRequest
{
    [Description("A key signs for this long.")]
    public required long IntervalSeconds { get; init; }

    [Description("Its successor is public for this long before it signs.")]
    public required long AnnounceBeforeSeconds { get; init; }

    [Description("When a look is taken at what is due: a Quartz cron expression, UTC. Every hour if absent.")]
    public string? Schedule { get; init; }
}

internal sealed record RotateRequest
{
    [Description("RS256, ES256 or EdDSA; all of them if absent, which is refused with now.")]
    public string? Algorithm { get; init; }

    [Description("Let the announced successor sign at once; refused while relying parties may not know it.")]
    public bool Now { get; init; }
}

internal sealed record ImportRequest
{
    [Description("PEM (PKCS#8, PKCS#1 or SEC 1, not encrypted), or a JWK as text.")]
    public required string PrivateKey { get; init; }

    [Description("The name under which it is published. If absent the JWK's own, else the thumbprint (RFC 7638).")]
    public string? Kid { get; init; }

    [Description("RS256, ES256 or EdDSA; follows from the key, and is checked where it is given.")]
    public string? Algorithm { get; init; }
}

/// <param name="State">active or announced.</param>
/// <param name="SignsFrom">When it signs, at the earliest.</param>
/// <param name="Replaced">The announced key that retired for it without ever having signed.</param>
internal sealed record ImportedEntry(string Kid, string Algorithm, string State, DateTimeOffset SignsFrom, string? Replaced);

/// <param name="Fingerprint">Of the master key that everything is sealed under now.</param>
/// <param name="Resealed">How many values were sealed anew.</param>
/// <param name="Values">How many there are.</param>
internal sealed record RewrapEntry(string Fingerprint, int Resealed, int Values);

/// <param name="IsReady">Nobody who is known to read the JWK set would meet this key as a stranger.</param>
/// <param name="Ready">Have read the set with this key in it.</param>
/// <param name="Waiting">Have read it in the last seven days, but not with this key.</param>
internal sealed record ReadinessEntry(string Kid, DateTimeOffset? AnnouncedAt, bool IsReady, IReadOnlyList<ReaderEntry> Ready, IReadOnlyList<ReaderEntry> Waiting)
{
    public static ReadinessEntry Of(KeyReadiness readiness) =>
        new(readiness.Kid, readiness.AnnouncedAt, readiness.IsReady, [.. readiness.Ready.Select(ReaderEntry.Of)], [.. readiness.Waiting.Select(ReaderEntry.Of)]);
}

/// <param name="Name">A client id, or an address range.</param>
internal sealed record ReaderEntry(string Name, bool IsClient, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt, string? UserAgent)
{
    public static ReaderEntry Of(JwksReader reader) => new(reader.Name, reader.IsClient, reader.FirstSeenAt, reader.LastSeenAt, reader.UserAgent);
}

internal sealed record RevokeRequest
{
    [Description("Why; it stands in the audit log.")]
    public required string Reason { get; init; }
}

/// <param name="AlreadyRevoked">Somebody was first; nothing was changed.</param>
/// <param name="Active">The kid that signs now.</param>
/// <param name="ActiveWasAnnounced">False where relying parties meet that key for the first time.</param>
/// <param name="CachedForSeconds">Programs that verify by themselves may accept the old tokens for so long, where they obey our Cache-Control.</param>
/// <param name="LiveTokens">Tokens of the key that had not expired, by client; null where they could not be counted.</param>
/// <param name="Problem">Why nothing signs in its place; null where something does.</param>
internal sealed record RevokedEntry(
    string Kid, DateTimeOffset RevokedAt, bool AlreadyRevoked, string? Active, bool ActiveWasAnnounced, int CachedForSeconds, IReadOnlyList<ClientTokens>? LiveTokens, string? Problem);

internal sealed record ClientTokens(string ClientId, long Tokens);
