namespace IdentityServer.Domain.Keys;

/// <summary>What came of loading a key ring.</summary>
/// <param name="Ring">Null where there is none to be had.</param>
/// <param name="Problem">For the operator: what is wrong and what to do; null where nothing is. A ring with a problem still verifies, and signs with what it can.</param>
public sealed record KeyRingLoad(KeyRing? Ring, string? Problem);
