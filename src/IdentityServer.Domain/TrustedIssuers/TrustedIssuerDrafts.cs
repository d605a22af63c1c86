using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.TrustedIssuers;

/// <summary>
/// From what somebody writes, or from a token that they paste, to the trusted issuer that it means; and what would become of that
/// token, by the same verifier that tokens meet later.
/// </summary>
public sealed class TrustedIssuerDrafts(TrustedIssuerRules rules, TrustedTokenVerifier verifier, TimeProvider clock)
{
    /// <summary>The trusted issuer, with the token that was pasted as it would be believed; or the member that is wrong and why.</summary>
    /// <param name="existing">What it changes; null for a new one.</param>
    public async ValueTask<TrustedIssuerReading> ReadAsync(TrustedIssuerDraft draft, string organizationId, TrustedIssuer? existing, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var (issuer, audience) = (draft.Issuer ?? existing?.Issuer, draft.Audience ?? existing?.Audience);
        if (draft.Token is { } pasted)
        {
            if (!JwtReader.TryRead(pasted, out var jwt, out var problem)) return new() { Flaw = TrustedFlawTable.Of(problem) };
            issuer ??= jwt.Payload.TryGetProperty("iss"u8, out var iss) && iss.ValueKind == JsonValueKind.String ? iss.GetString() : null;
            if (issuer is null) return new() { Flaw = TrustedFlaw.IssuerMissing };
            audience ??= OnlyAudience(jwt.Payload);
            if (audience is null) return new() { Member = "preferredAudience", Problem = "must say which one is meant: the token has several audiences, or none" };
        }
        if (issuer is null) return new() { Member = "issuer", Problem = "must be there where no token is pasted" };
        TrustedIssuer made = new()
        {
            Id = existing?.Id ?? Ids.NewUuid(clock),
            OrganizationId = organizationId,
            Issuer = issuer,
            Audience = audience ?? TrustedIssuer.AnyAudience,
            UserIdExpression = draft.UserIdExpression ?? existing?.UserIdExpression ?? "{sub}",
            JwksUri = draft.JwksUri ?? existing?.JwksUri,
            Roles = draft.Roles ?? existing?.Roles ?? new Dictionary<string, Organizations.MemberRole>(),
            CutoverPoolId = draft.CutoverUntil is null ? existing?.CutoverPoolId : draft.CutoverPoolId,
            CutoverUntil = draft.CutoverUntil ?? existing?.CutoverUntil,
            Disabled = draft.Disabled ?? existing is { Disabled: true },
            CreatedAt = existing?.CreatedAt ?? clock.GetUtcNow(),
            Version = Ids.NewUuid(clock),
        };
        if (rules.Flaw(made) is var (member, wrong)) return new() { Member = member == "audience" ? "preferredAudience" : member, Problem = wrong };
        if (draft.Token is not { } token) return new() { Issuer = made };
        // One that is being switched off still shows what it would make of the token.
        var verdict = await verifier.PreviewAsync(made with { Disabled = false }, token, ct);
        return verdict.Try(out var believed, out var flaw) ? new() { Issuer = made, Token = believed } : new() { Flaw = flaw, Detail = verdict.Detail };
    }

    static string? OnlyAudience(JsonElement claims)
    {
        if (!claims.TryGetProperty("aud"u8, out var aud)) return null;
        if (aud.ValueKind == JsonValueKind.String) return aud.GetString();
        return aud.ValueKind == JsonValueKind.Array && aud.GetArrayLength() == 1 && aud[0].ValueKind == JsonValueKind.String ? aud[0].GetString() : null;
    }
}

/// <summary>What a draft came to.</summary>
public sealed record TrustedIssuerReading
{
    /// <summary>Null with a flaw or a problem.</summary>
    public TrustedIssuer? Issuer { get; init; }

    /// <summary>The pasted token, believed; null where none was pasted.</summary>
    public TrustedToken? Token { get; init; }

    /// <summary>What is wrong with the pasted token.</summary>
    public TrustedFlaw? Flaw { get; init; }

    /// <summary>More of the flaw; nothing of the token.</summary>
    public string? Detail { get; init; }

    /// <summary>The member that is wrong, as the API has it.</summary>
    public string? Member { get; init; }

    /// <summary>Why, in words that follow the member's name.</summary>
    public string? Problem { get; init; }
}
