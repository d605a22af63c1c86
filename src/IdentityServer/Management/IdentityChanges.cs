using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Org;

namespace IdentityServer.Management;

/// <summary>What is done to trusted issuers, each with its line in the audit log, whichever door it came through.</summary>
internal sealed class IdentityChanges(ITrustedIssuerStore store, TimeProvider clock)
{
    /// <summary>Null where it was done.</summary>
    /// <param name="change">What is written with the record.</param>
    public async ValueTask<Refusal?> AddAsync(HttpContext http, Caller caller, TrustedIssuer issuer, Func<AuditRecord, RecordedChange> change)
    {
        var record = Record(http, AuditAction.TrustedIssuerCreated, caller, issuer,
            [("issuer", issuer.Issuer), ("audience", issuer.Audience), ("userIdExpression", issuer.UserIdExpression), ("roles", RolesOf(issuer)), ("cutover", CutoverOf(issuer))]);
        return await store.AddAsync(issuer, change(record), CancellationToken.None) ? (Refusal?)null : Refusal.FromReason(Reason.TrustedIssuerTaken);
    }

    /// <inheritdoc cref="AddAsync"/>
    public async ValueTask<Refusal?> SaveAsync(HttpContext http, Caller caller, TrustedIssuer before, TrustedIssuer after)
    {
        var record = Record(http, AuditAction.TrustedIssuerChanged, caller, after, Changes.Of(
            ("issuer", before.Issuer, after.Issuer), ("audience", before.Audience, after.Audience), ("userIdExpression", before.UserIdExpression, after.UserIdExpression),
            ("jwksUri", before.JwksUri, after.JwksUri), ("roles", RolesOf(before), RolesOf(after)), ("cutover", CutoverOf(before), CutoverOf(after)), ("disabled", $"{before.Disabled}", $"{after.Disabled}")));
        return (await store.SaveAsync(after, before.Version, record, CancellationToken.None)).Refusal(Reason.TrustedIssuerUnknown, Reason.TrustedIssuerTaken);
    }

    /// <inheritdoc cref="AddAsync"/>
    /// <param name="version">The one that is meant; null for whichever it is.</param>
    public async ValueTask<Refusal?> RemoveAsync(HttpContext http, Caller caller, TrustedIssuer issuer, string? version)
    {
        var record = Record(http, AuditAction.TrustedIssuerRemoved, caller, issuer, [("issuer", issuer.Issuer), ("audience", issuer.Audience)]);
        return (await store.RemoveAsync(issuer, version, record, CancellationToken.None)).Refusal(Reason.TrustedIssuerUnknown, Reason.TrustedIssuerUnknown);
    }

    static string? RolesOf(TrustedIssuer issuer) =>
        issuer.Roles.Count == 0 ? null : string.Join(", ", issuer.Roles.OrderBy(role => role.Key, StringComparer.Ordinal).Select(role => $"{role.Key}: {role.Value}"));

    static string? CutoverOf(TrustedIssuer issuer) => issuer.CutoverUntil is { } until ? $"{issuer.CutoverPoolId} until {until:u}" : null;

    AuditRecord Record(HttpContext http, AuditAction action, Caller caller, TrustedIssuer issuer, (string, string?)[] details) =>
        AuditRecord.Of(clock, action, caller.Actor, issuer.Id, caller.OrganizationId, null, http.TraceIdentifier, details);
}
