using System.Collections.Concurrent;
using System.Collections.Frozen;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Resources;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Storage.Caching;

/// <summary>What has been read since the last change. Entries are only added; a change replaces the whole by an empty one.</summary>
internal sealed class Snapshot
{
    /// <summary>Clients that exist: ids that do not are as many as an attacker likes, and are not kept.</summary>
    public ConcurrentDictionary<(PoolId, ClientId), Client> Clients { get; } = new();

    /// <summary>By organization and id: whoever knows the id of another's finds nothing.</summary>
    public ConcurrentDictionary<(string, ClientId), Client> SdkClients { get; } = new();

    public ConcurrentDictionary<PoolId, ClientId> FirstApplications { get; } = new();

    public ConcurrentDictionary<PoolId, UserPool> UserPools { get; } = new();

    public ConcurrentDictionary<string, PoolId> FirstHosted { get; } = new();

    /// <summary>Of all SDK clients, by organization.</summary>
    public FrozenDictionary<string, FrozenSet<string>>? SdkOrigins { get; set; }

    public ConcurrentDictionary<PoolId, FrozenSet<string>> Origins { get; } = new();

    public ConcurrentDictionary<PoolId, ResourceSet> Resources { get; } = new();

    public ConcurrentDictionary<PoolId, IReadOnlyList<Connection>> Connections { get; } = new();

    /// <summary>All of them: a stranger's token asks for whatever issuer it likes.</summary>
    public KnownIssuers? TrustedIssuers { get; set; }
}

/// <summary>All trusted issuers, by what a token says and by what one of ours names.</summary>
internal sealed record KnownIssuers(FrozenDictionary<string, TrustedIssuer[]> ByIssuer, FrozenDictionary<string, TrustedIssuer> ById);
