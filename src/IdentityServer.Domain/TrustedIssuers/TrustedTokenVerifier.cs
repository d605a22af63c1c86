using System.Runtime.CompilerServices;
using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Pools;

namespace IdentityServer.Domain.TrustedIssuers;

/// <summary>
/// Believes a token of somebody else's issuer, or says what is wrong with it. Its <c>iss</c> and <c>aud</c> find a trusted issuer
/// that is stored, and everything else comes from that one; of an issuer that nobody trusts nothing is fetched. RFC 7523 §3,
/// RFC 8725 §3.8 to §3.12.
/// </summary>
/// <param name="root">The pool at the root of the issuer.</param>
public sealed class TrustedTokenVerifier(Pool root, ITrustedIssuerStore issuers, TrustedKeys keys, MappedIds ids, TimeProvider clock) : ITrustedTokens
{
    /// <summary>A day, and an hour for those who round up.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromHours(25);

    // Compiled once for each row that the snapshot holds, and forgotten with it.
    readonly ConditionalWeakTable<TrustedIssuer, Compiled> compiled = [];

    /// <summary>Whether it is worth reading: the cheapest look at what is sent where other secrets are sent too.</summary>
    public static bool MayRead(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return token.Length <= JwtReader.MaxLength && token.StartsWith("ey", StringComparison.Ordinal) && token.AsSpan().Count('.') == 2;
    }

    /// <param name="organizationId">Whose issuer it has to be; null where the token is to lead to its organization.</param>
    public async ValueTask<TrustedVerdict> VerifyAsync(string? organizationId, string token, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (Read(token, out var jwt, out var iss) is { } flaw) return flaw;
        var found = await issuers.OfIssuerAsync(iss, ct);
        if (organizationId is not null) found = [.. found.Where(issuer => issuer.OrganizationId == organizationId)];
        return await JudgeAsync(found, jwt!, ct);
    }

    /// <summary>What would become of a token if this were the only trusted issuer of its name. It need not be stored.</summary>
    public async ValueTask<TrustedVerdict> PreviewAsync(TrustedIssuer candidate, string token, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(token);
        if (Read(token, out var jwt, out var iss) is { } flaw) return flaw;
        return await JudgeAsync(candidate.Issuer == iss ? [candidate] : [], jwt!, ct);
    }

    /// <summary>Everything that can be said before anybody is asked; null where nothing is wrong so far.</summary>
    TrustedFlaw? Read(string token, out Jwt? jwt, out string iss)
    {
        iss = "";
        if (!JwtReader.TryRead(token, out jwt, out var problem)) return TrustedFlawTable.Of(problem);
        // A security event, such as a logout token, is addressed to us by an issuer that we trust, and says nothing of who calls: RFC 8417 §2.2.
        if (!IsKind(jwt.Typ) || jwt.Payload.TryGetProperty("events"u8, out _)) return TrustedFlaw.KindWrong;
        if (string.IsNullOrEmpty(jwt.Kid)) return TrustedFlaw.KidMissing;
        if (!jwt.Payload.TryGetProperty("iss"u8, out var issuer) || issuer.ValueKind != JsonValueKind.String) return TrustedFlaw.IssuerMissing;
        iss = issuer.GetString()!;
        return IsOurs(iss) ? TrustedFlaw.IssuerOurs : null;
    }

    async ValueTask<TrustedVerdict> JudgeAsync(IReadOnlyList<TrustedIssuer> found, Jwt jwt, CancellationToken ct)
    {
        if (Choose(found, jwt.Payload, out var issuer) is { } flaw) return flaw;
        var rules = compiled.GetValue(issuer!, Compiled.Of);
        var at = await keys.FindAsync(issuer!, jwt.Kid!, jwt.Algorithm, ct);
        if (at.Keys is not { } published) return new(null, at.Flaw ?? TrustedFlaw.KidUnknown, at.Detail);
        var expectations = new JwtExpectations
        {
            Issuer = issuer!.Issuer,
            Audience = issuer.Audience == TrustedIssuer.AnyAudience ? null : issuer.Audience,
            MaxLifetime = LongestLife,
        };
        if (JwtVerifier.Verify(jwt, published, expectations, clock.GetUtcNow()) is { } problem) return new(null, TrustedFlawTable.Of(problem), at.Detail);
        if (rules.Expression is not { } expression) return new(null, TrustedFlaw.UserIdUnmade, "The user id expression cannot be read.");
        if (!expression.TryEvaluate(jwt.Payload, out var userId, out var unmade)) return new(null, TrustedFlaw.UserIdUnmade, unmade);
        if (await ids.ProblemAsync(userId, ct) is { } taken) return new(null, TrustedFlaw.UserIdTaken, taken);
        // The verifier has seen that it is a number of seconds before the year 10000.
        var expiresAt = DateTimeOffset.FromUnixTimeMilliseconds((long)(jwt.Payload.GetProperty("exp"u8).GetDouble() * 1000));
        var jti = jwt.Payload.TryGetProperty("jti"u8, out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        return new(new(issuer, userId, rules.Roles.RoleOf(userId), expiresAt, jwt.Payload, jti), null);
    }

    /// <summary>
    /// Whose token it is by what it says of itself: an audience that somebody has named goes before any. One that is named by a
    /// disabled trusted issuer stays refused and does not fall to another.
    /// </summary>
    static TrustedFlaw? Choose(IReadOnlyList<TrustedIssuer> found, JsonElement claims, out TrustedIssuer? chosen)
    {
        chosen = null;
        if (found.Count == 0) return TrustedFlaw.IssuerUntrusted;
        TrustedIssuer? named = null, any = null;
        foreach (var issuer in found)
        {
            if (issuer.Audience == TrustedIssuer.AnyAudience) any = issuer;
            else if (Names(claims, issuer.Audience))
            {
                if (named is { Disabled: false } && !issuer.Disabled && named.OrganizationId != issuer.OrganizationId) return TrustedFlaw.AudienceAmbiguous;
                // Within one organization the oldest counts.
                if (named is null or { Disabled: true }) named = issuer;
            }
        }
        chosen = named ?? any;
        if (chosen is null || !IsAudience(claims)) return TrustedFlaw.AudienceWrong;
        return chosen.Disabled ? TrustedFlaw.IssuerDisabled : null;
    }

    static bool Names(JsonElement claims, string audience)
    {
        if (!claims.TryGetProperty("aud"u8, out var aud)) return false;
        if (aud.ValueKind == JsonValueKind.String) return aud.ValueEquals(audience);
        return aud.ValueKind == JsonValueKind.Array && aud.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals(audience));
    }

    /// <summary>Where any audience will do there may be none; what is there has to be one. RFC 7519 §4.1.3.</summary>
    static bool IsAudience(JsonElement claims) =>
        !claims.TryGetProperty("aud"u8, out var aud) || aud.ValueKind == JsonValueKind.String
        || (aud.ValueKind == JsonValueKind.Array && aud.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String));

    /// <summary>ID tokens and access tokens; many libraries write no typ, and one that is written counts. RFC 8725 §3.11.</summary>
    static bool IsKind(string? typ)
    {
        const string Prefix = "application/";
        if (typ is null) return true;
        var kind = typ.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? typ.AsSpan(Prefix.Length) : typ;
        return kind.Equals("JWT", StringComparison.OrdinalIgnoreCase) || kind.Equals("at+jwt", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Nobody else's key speaks for us, in whatever spelling.</summary>
    bool IsOurs(string issuer) =>
        issuer.StartsWith(root.Issuer, StringComparison.OrdinalIgnoreCase)
        && (issuer.Length == root.Issuer.Length || issuer[root.Issuer.Length] == '/');

    sealed record Compiled(UserIdExpression? Expression, RolePatterns Roles)
    {
        public static Compiled Of(TrustedIssuer issuer) =>
            new(UserIdExpression.TryParse(issuer.UserIdExpression, out var expression, out _) ? expression : null, RolePatterns.Of(issuer.Roles));
    }
}
