using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.TrustedIssuers;

/// <summary>
/// Somebody else's issuer whose tokens an organization accepts as they are: RFC 7523 §3, RFC 8725 §3.8. No two have the same
/// issuer and audience, whoever they belong to, so that a token leads to one at most. Immutable once read; changes make a new one.
/// </summary>
public sealed record TrustedIssuer
{
    /// <summary>An <see cref="Audience"/> that accepts any.</summary>
    public const string AnyAudience = "*";

    /// <summary>A UUID in text form.</summary>
    public required string Id { get; init; }
    public required string OrganizationId { get; init; }

    /// <summary>Exact <c>iss</c>.</summary>
    public required string Issuer { get; init; }

    /// <summary>Has to be among <c>aud</c>, byte for byte; or <see cref="AnyAudience"/>.</summary>
    public required string Audience { get; init; }

    /// <summary>How the user's id is made of the claims.</summary>
    public required string UserIdExpression { get; init; }

    /// <summary>Where the keys are; null where the issuer's discovery document says so.</summary>
    public string? JwksUri { get; init; }

    /// <summary>What a user id may do: a whole id, or the beginning of ids with <c>*</c> behind it.</summary>
    public IReadOnlyDictionary<string, MemberRole> Roles { get; init; } = new Dictionary<string, MemberRole>();

    /// <summary>The hosted pool into which a browser with a token of this issuer comes without a login page; null for none.</summary>
    public PoolId? CutoverPoolId { get; init; }

    /// <summary>And until when.</summary>
    public DateTimeOffset? CutoverUntil { get; init; }

    /// <summary>Nothing of it is believed.</summary>
    public bool Disabled { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>A new one with every change: RFC 9110 §8.8.3.</summary>
    public required string Version { get; init; }
}
