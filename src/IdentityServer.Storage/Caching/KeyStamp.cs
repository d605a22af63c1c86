namespace IdentityServer.Storage.Caching;

/// <summary>The value that <see cref="ChangeStamp.Keys"/> had when a pool's keys were last changed, so that nodes load that pool's anew and no other's.</summary>
internal sealed class KeyStamp
{
    public required PoolId PoolId { get; init; }
    public required long Value { get; init; }
}
