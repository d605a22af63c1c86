using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>The current key ring of a pool; a field read, no lock and no database.</summary>
public interface IKeyRings
{
    /// <summary>Null while the pool cannot issue tokens.</summary>
    KeyRing? Find(PoolId pool);
}
