namespace IdentityServer.Domain.Discovery;

/// <summary>What is known of a provider at this moment.</summary>
/// <param name="Metadata">Null when there is none to go by.</param>
/// <param name="Problem">Of the last attempt; with <paramref name="Metadata"/> beside it, this is the last good one.</param>
/// <param name="Detail">More about it, for the log and an administrator.</param>
public readonly record struct MetadataAtHand(ProviderMetadata? Metadata, DiscoveryProblem? Problem, string? Detail);
