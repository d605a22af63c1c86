using IdentityServer.Domain.Jose;

namespace IdentityServer.Domain.RemoteKeys;

/// <summary>What a source's keys are at this moment.</summary>
/// <param name="Keys">Null when there are none to verify with: nothing may be believed then.</param>
/// <param name="Problem">Of the last fetch; with <paramref name="Keys"/> beside it, these are the last good ones.</param>
/// <param name="Detail">More about it, for the log and an administrator.</param>
/// <param name="ConfirmedAt">When the source last said so.</param>
public readonly record struct KeysAtHand(JwkSet? Keys, JwksProblem? Problem, string? Detail, DateTimeOffset? ConfirmedAt);
