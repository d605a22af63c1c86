using System.Collections.Concurrent;
using System.Text;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.AppUserIdTokens;

/// <summary>
/// The JWK sets that self-provided pools were given as text, each parsed once per version of its pool; their keys are made
/// when they are first used. A set that gives a secret away is worth nothing: whoever has read it can sign. RFC 7517 §5, §9.2.
/// </summary>
public sealed class InlineKeys
{
    const int MaxPools = 10_000;

    readonly ConcurrentDictionary<PoolId, (string Version, PoolKeys Keys)> parsed = new();

    /// <param name="jwks">The pool's <see cref="TokenSource.Jwks"/>.</param>
    public PoolKeys Of(UserPool pool, string jwks)
    {
        if (parsed.TryGetValue(pool.Id, out var known) && string.Equals(known.Version, pool.Version, StringComparison.Ordinal)) return known.Keys;
        var keys = Parse(jwks);
        // Counting takes every lock, so it is done only here; whoever is forgotten is parsed once more.
        if (parsed.Count >= MaxPools) parsed.Clear();
        parsed[pool.Id] = (pool.Version, keys);
        return keys;
    }

    static PoolKeys Parse(string jwks)
    {
        if (!JwkSet.TryParse(Encoding.UTF8.GetBytes(jwks), out var set, out var problem)) return new(null, FlawTable.Of(problem), problem.ToString());
        if (set.HoldsPrivatePart) return new(null, TokenFlaw.JwksPrivateKey);
        if (set.Keys.Count > 0) return new(set);
        return new(null, set.IsEmpty ? TokenFlaw.JwksEmpty : TokenFlaw.JwksNoUsableKey);
    }
}
