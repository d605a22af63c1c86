namespace IdentityServer.Domain.Keys;

/// <summary>What the database holds of a pool's readers.</summary>
/// <param name="Ranges">Which clients are behind an address range.</param>
public sealed record StoredReaders(IReadOnlyList<JwksReader> Readers, IReadOnlyList<ClientRange> Ranges);
