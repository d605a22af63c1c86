using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.AppUserIdTokens;

/// <summary>Which pool's token it has to be: that of the client, the one that is named, or the organization's first hosted one.</summary>
public sealed class TokenPools(IClientStore clients, IUserPoolStore pools)
{
    public async ValueTask<NamedPool> FindAsync(string organizationId, ClientId? clientId, PoolId? userPoolId, CancellationToken ct)
    {
        Client? client = null;
        if (clientId is { } id)
        {
            client = await clients.FindSdkAsync(organizationId, id, ct);
            if (client?.Sdk is null) return new(TokenFlaw.ClientUnknown);
            if (client.Sdk.Kind != SdkClientKind.Application) return new(TokenFlaw.ClientIsAService);
            if (client.Disabled) return new(TokenFlaw.ClientDisabled);
            if (userPoolId is { } named && named != client.PoolId) return new(TokenFlaw.PoolOfAnotherClient);
            userPoolId = client.PoolId;
        }
        var pool = userPoolId is { } wanted ? await pools.FindAsync(wanted, ct) : await pools.FirstHostedAsync(organizationId, ct);
        // Of another organization's pool nobody here learns whether it is there.
        if (pool is null || pool.OrganizationId != organizationId) return new(TokenFlaw.PoolUnknown);
        return new(pool.IsLive ? null : TokenFlaw.PoolDisabled) { Pool = pool, Client = client };
    }

    /// <summary>Whether an <c>aud</c> of a hosted pool means it: the pool itself, or one of its applications that is not disabled.</summary>
    public async ValueTask<bool> IsAudienceOfAsync(UserPool pool, string audience, CancellationToken ct) =>
        audience == pool.Id.Value
        || (await clients.FindSdkAsync(pool.OrganizationId, new(audience), ct) is { Disabled: false, Sdk.Kind: SdkClientKind.Application } client && client.PoolId == pool.Id);
}

/// <summary>The pool that a request means.</summary>
/// <param name="Flaw">Why no token is looked at.</param>
public readonly record struct NamedPool(TokenFlaw? Flaw)
{
    /// <summary>There too where it is disabled.</summary>
    public UserPool? Pool { get; init; }

    /// <summary>The application that was named.</summary>
    public Client? Client { get; init; }
}
