using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Connections;

/// <summary>From what somebody writes to the connection that it means: their word first, then the preset's, then what was there.</summary>
public sealed class ConnectionDrafts(IConnectionSecrets secrets, TimeProvider clock)
{
    /// <summary>The connection, or the member that is wrong and why; whether it may stay <see cref="ConnectionRules"/> says.</summary>
    /// <param name="existing">What it changes; null for a new one.</param>
    public (Connection? Connection, (string Member, string Problem)? Flaw) Read(ConnectionDraft draft, PoolId pool, string organizationId, Connection? existing)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var presetId = draft.Preset ?? existing?.Preset;
        var preset = presetId is null ? null : ConnectionPreset.Find(presetId);
        if (presetId is not null && preset is null) return (null, ("preset", $"must be one of {string.Join(", ", ConnectionPreset.All.Select(known => known.Id))}"));
        var issuer = draft.IssuerUrl;
        if (issuer is null && existing is null && preset?.Issuer is not null && (issuer = preset.IssuerWith(draft.PresetParameters, out var wrong)) is null)
            return (null, ("presetParameters", $"must have {wrong}: {preset.Parameters[wrong!]}"));
        if (draft.ClientSecret is { } typed && ConnectionRules.SecretProblem(typed) is { } secret) return (null, secret);
        // A preset fills a new connection; later its data may be newer than what was agreed with the provider.
        var filled = existing is null ? preset : null;
        var kind = draft.Kind ?? existing?.Kind ?? filled?.Kind ?? (draft.AuthorizationUrl is null && issuer is not null ? ConnectionKind.Oidc : ConnectionKind.OAuth2);
        var userInfo = kind == ConnectionKind.OAuth2 ? draft.UserInfoUrl ?? existing?.UserInfoUrl ?? filled?.UserInfoUrl : null;
        var method = draft.AuthMethod ?? existing?.AuthMethod ?? filled?.AuthMethod ?? UpstreamAuthMethod.ClientSecretBasic;
        var now = clock.GetUtcNow();
        return (new()
        {
            PoolId = pool,
            Id = existing?.Id ?? draft.ConnectionId ?? filled?.Id ?? "",
            OrganizationId = organizationId,
            Name = draft.Name ?? existing?.Name ?? filled?.Name ?? draft.ConnectionId ?? "",
            Kind = kind,
            Preset = presetId,
            Issuer = existing?.Issuer ?? (kind == ConnectionKind.Oidc ? issuer : userInfo) ?? "",
            AuthorizationUrl = kind == ConnectionKind.OAuth2 ? draft.AuthorizationUrl ?? existing?.AuthorizationUrl ?? filled?.AuthorizationUrl : null,
            TokenUrl = kind == ConnectionKind.OAuth2 ? draft.TokenUrl ?? existing?.TokenUrl ?? filled?.TokenUrl : null,
            UserInfoUrl = userInfo,
            ClientId = draft.ClientId ?? existing?.ClientId ?? "",
            SealedClientSecret = Secret(draft, existing, method),
            AuthMethod = method,
            Scope = draft.Scope ?? existing?.Scope ?? filled?.Scope ?? Connection.UsualScope,
            SubjectExpression = draft.SubjectExpression ?? existing?.SubjectExpression ?? filled?.SubjectExpression ?? "{sub}",
            ClaimPaths = draft.ClaimPaths ?? existing?.ClaimPaths ?? filled?.ClaimPaths ?? new Dictionary<string, string>(),
            AuthorizationParameters = draft.AuthorizationParameters ?? existing?.AuthorizationParameters ?? filled?.AuthorizationParameters ?? new Dictionary<string, string>(),
            Linking = draft.Linking ?? existing?.Linking ?? LinkingPolicy.Off,
            KeepsTokens = draft.KeepsTokens ?? existing is { KeepsTokens: true },
            EndsSessionThere = draft.EndsSessionThere ?? existing is { EndsSessionThere: true },
            Disabled = draft.Disabled ?? existing is { Disabled: true },
            CreatedAt = existing?.CreatedAt ?? now,
            UpdatedAt = now,
            Version = Ids.NewUuid(clock),
        }, null);
    }

    /// <summary>Whether it asks for another issuer than the one that the identities of <paramref name="existing"/> hang on.</summary>
    public static bool AsksForAnotherIssuer(ConnectionDraft draft, Connection existing)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(existing);
        var asked = existing.Kind == ConnectionKind.Oidc ? draft.IssuerUrl : draft.UserInfoUrl;
        return (draft.Kind is { } kind && kind != existing.Kind) || (asked is not null && asked != existing.Issuer);
    }

    /// <summary>The same secret stays sealed as it is, so that the same draft twice changes nothing.</summary>
    string? Secret(ConnectionDraft draft, Connection? existing, UpstreamAuthMethod method)
    {
        var kept = existing?.SealedClientSecret;
        if (draft.ClientSecret is not { } typed) return method is UpstreamAuthMethod.ClientSecretBasic or UpstreamAuthMethod.ClientSecretPost ? kept : null;
        return kept is not null && secrets.Open(kept) is { } opened && FixedTime.Equal(opened, typed) ? kept : secrets.Seal(typed);
    }
}
