using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.TrustedIssuers;

/// <summary>Trusted issuers of all organizations.</summary>
public interface ITrustedIssuerStore
{
    /// <summary>Those with this exact issuer, disabled ones too, from a snapshot that is at most a second behind the database on every node.</summary>
    ValueTask<IReadOnlyList<TrustedIssuer>> OfIssuerAsync(string issuer, CancellationToken ct);

    /// <summary>From the same snapshot; null also for another organization's.</summary>
    ValueTask<TrustedIssuer?> FindAsync(string organizationId, string id, CancellationToken ct);

    /// <summary>From the database, oldest first.</summary>
    /// <param name="after">The id of the last one seen.</param>
    ValueTask<IReadOnlyList<TrustedIssuer>> ListAsync(string organizationId, string? after, int limit, CancellationToken ct);

    /// <summary>False where this issuer with this audience is trusted already, by whomever.</summary>
    ValueTask<bool> AddAsync(TrustedIssuer issuer, RecordedChange change, CancellationToken ct);

    /// <summary>Refused where issuer and audience are taken.</summary>
    /// <param name="version">The one that the change was decided on.</param>
    ValueTask<Outcome> SaveAsync(TrustedIssuer issuer, string version, RecordedChange change, CancellationToken ct);

    /// <param name="version">The one that is meant; null for whichever it is.</param>
    ValueTask<Outcome> RemoveAsync(TrustedIssuer issuer, string? version, RecordedChange change, CancellationToken ct);
}
