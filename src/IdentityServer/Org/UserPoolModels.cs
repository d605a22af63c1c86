using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Pools;

namespace IdentityServer.Org;

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record UserPoolRequest
{
    public required string Name { get; init; }
    public string? Description { get; init; }

    [Description("Whose tokens the pool believes; absent or null for a hosted pool, whose tokens we sign.")]
    public AuthorizationRequest? Authorization { get; init; }

    [Description("Hosted pools: tokens live for six months unless they ask for less, as hosted services have it. One hour, and at most a day, if absent.")]
    public bool? CompatibleLifetime { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record UserPoolChange
{
    public string? Name { get; init; }
    public string? Description { get; init; }

    [Description("Replaces the one before as a whole.")]
    public AuthorizationRequest? Authorization { get; init; }
    public bool? CompatibleLifetime { get; init; }

    [Description("Nothing is issued and nothing believed while it is true.")]
    public bool? Disabled { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record AuthorizationRequest
{
    [Description("Where the provider publishes its JWK set; it is fetched at once.")]
    public string? JwksUri { get; init; }

    [Description("The JWK set itself, in place of jwksUri.")]
    public JsonElement? Jwks { get; init; }

    [Description("The claim with the user's id; dots descend into objects. sub if absent.")]
    public string? IdClaim { get; init; }

    [Description("The exact iss that tokens must have; any if absent.")]
    public string? Issuer { get; init; }

    [Description("What must be among the aud of tokens; any if absent.")]
    public string? Audience { get; init; }
}

/// <param name="Hosted">We sign its tokens, and publish its keys below Issuer.</param>
/// <param name="Issuer">Of a hosted pool: what its tokens have as iss, and where discovery begins.</param>
/// <param name="Found">What the provider's JWK set holds; with the answers that had to look.</param>
internal sealed record UserPoolEntry(
    string Id, string Name, string Description, AuthorizationEntry? Authorization, string OrganizationId, bool Hosted, string? Issuer, string? JwksUri,
    bool CompatibleLifetime, bool Disabled, DateTimeOffset CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FoundKeys? Found = null)
{
    public static UserPoolEntry Of(UserPool pool, Pool root, JwkSet? found = null)
    {
        var issuer = pool.IsHosted ? PoolDirectory.IssuerOf(root, pool.Id) : null;
        return new(pool.Id.Value, pool.Name, pool.Description, AuthorizationEntry.Of(pool.Authorization), pool.OrganizationId, pool.IsHosted,
            issuer, issuer is null ? null : issuer + Domain.Protocol.Endpoints.Jwks, pool.CompatibleLifetime, pool.Disabled, pool.CreatedAt, found is null ? null : FoundKeys.Of(found));
    }
}

internal sealed record AuthorizationEntry(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? JwksUri,
    string IdClaim,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Jwks,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Issuer,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Audience)
{
    public static AuthorizationEntry? Of(TokenSource? source)
    {
        if (source is null) return null;
        using var jwks = source.Jwks is null ? null : JsonDocument.Parse(source.Jwks, new() { AllowDuplicateProperties = false });
        return new(source.JwksUri, source.IdClaim, jwks?.RootElement.Clone(), source.Issuer, source.Audience);
    }
}

/// <param name="Algorithms">With which tokens of these keys can be verified.</param>
internal sealed record FoundKeys(IReadOnlyList<FoundKey> Keys, IReadOnlyList<string> Algorithms)
{
    public static FoundKeys Of(JwkSet set)
    {
        var keys = set.Keys.Select(key => new FoundKey(key.Kid, key.Kty, key.Alg, key.Use, [.. JwsAlgorithm.All.Where(algorithm => Fits(key, algorithm)).Select(algorithm => algorithm.Name)])).ToList();
        return new(keys, [.. keys.SelectMany(key => key.Algorithms).Distinct(StringComparer.Ordinal)]);
    }

    static bool Fits(Jwk key, JwsAlgorithm algorithm)
    {
        if (!VerificationKey.TryCreate(key, algorithm, out var made, out _)) return false;
        made.Dispose();
        return true;
    }
}

/// <param name="Algorithms">Empty for a key that cannot be used here.</param>
internal sealed record FoundKey(string? Kid, string Kty, string? Alg, string? Use, IReadOnlyList<string> Algorithms);

/// <param name="Next">For the parameter after; null at the end.</param>
internal sealed record UserPoolList(IReadOnlyList<UserPoolEntry> UserPools, string? Next);

/// <param name="FirstSeenAt">When the first token of this user was issued or believed.</param>
/// <param name="LinkedIdentities">By which identities the user came.</param>
internal sealed record PoolUserEntry(string AppUserId, string UserPoolId, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt, IReadOnlyList<LinkedIdentity> LinkedIdentities)
{
    public static PoolUserEntry Of(SeenUser user) =>
        new(user.AppUserId, user.PoolId.Value, user.FirstSeenAt, user.LastSeenAt, [new(user.Issuer, user.AppUserId)]);
}

/// <param name="Issuer">The iss of the last token; null where it had none.</param>
internal sealed record LinkedIdentity(string? Issuer, string Subject);

/// <param name="Next">For the parameter after; null at the end.</param>
internal sealed record PoolUserList(IReadOnlyList<PoolUserEntry> Users, string? Next);
