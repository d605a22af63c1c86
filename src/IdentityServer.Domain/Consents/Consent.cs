using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Consents;

/// <summary>What a user has agreed that a client may have: OIDC Core §3.1.2.4.</summary>
public sealed class Consent
{
    public required PoolId PoolId { get; init; }
    public required UserId UserId { get; init; }
    public required ClientId ClientId { get; init; }
    public required ScopeSet Scope { get; set; }
    public required DateTimeOffset GrantedAt { get; set; }
}
