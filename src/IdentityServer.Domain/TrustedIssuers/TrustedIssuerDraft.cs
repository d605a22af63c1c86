using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.TrustedIssuers;

/// <summary>A trusted issuer as somebody writes it, through whichever door: what is null they have said nothing of.</summary>
public sealed record TrustedIssuerDraft
{
    /// <summary>A token of it: what it says of issuer and audience stands where nothing is written. Never kept.</summary>
    public string? Token { get; init; }
    public string? Issuer { get; init; }
    public string? Audience { get; init; }
    public string? UserIdExpression { get; init; }
    public string? JwksUri { get; init; }
    public IReadOnlyDictionary<string, MemberRole>? Roles { get; init; }

    /// <summary>With <see cref="CutoverUntil"/>.</summary>
    public PoolId? CutoverPoolId { get; init; }
    public DateTimeOffset? CutoverUntil { get; init; }
    public bool? Disabled { get; init; }

    public override string ToString() => $"trusted issuer {Issuer}";
}
