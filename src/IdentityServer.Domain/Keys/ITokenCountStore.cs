using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>What all nodes have counted of the tokens that they signed.</summary>
public interface ITokenCountStore
{
    /// <summary>Adds or overwrites rows of the calling node, all or none.</summary>
    ValueTask SaveAsync(PoolId pool, IReadOnlyList<TokenCount> rows, CancellationToken ct);

    /// <summary>How many tokens of a key have not expired, by client id, over all nodes.</summary>
    ValueTask<IReadOnlyDictionary<string, long>> LiveAsync(PoolId pool, string kid, DateTimeOffset now, CancellationToken ct);
}
