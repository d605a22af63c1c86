namespace IdentityServer.Domain.RemoteKeys;

/// <summary>Keys as they were last read from their source.</summary>
/// <param name="Source">The URL, as in <see cref="RemoteKeySets.For"/>.</param>
/// <param name="Json">As it came: UTF-8, at most 1 MiB.</param>
/// <param name="ConfirmedAt">When the source last said so, to the hour: what has not changed is saved once an hour.</param>
public sealed record StoredKeySet(string Source, ReadOnlyMemory<byte> Json, DateTimeOffset ConfirmedAt);
