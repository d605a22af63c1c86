namespace IdentityServer.Domain.Keys;

/// <summary>What came of loading a key ring: a ring, or the reason why this node must not issue tokens.</summary>
/// <param name="Problem">For the operator: what is wrong and what to do. Null with a ring.</param>
public sealed record KeyRingLoad(KeyRing? Ring, string? Problem);
