namespace IdentityServer.Domain.Discovery;

/// <summary>What asking for a discovery document came to.</summary>
/// <param name="Problem">Null exactly when there is metadata.</param>
/// <param name="Detail">More about the problem, in words of ours: never what an upstream wrote.</param>
public sealed record DiscoveryAnswer(ProviderMetadata? Metadata, DiscoveryProblem? Problem = null, string? Detail = null);
