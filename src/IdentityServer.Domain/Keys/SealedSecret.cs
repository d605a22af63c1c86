namespace IdentityServer.Domain.Keys;

/// <summary>A secret that all nodes share, sealed under the master key.</summary>
public sealed class SealedSecret
{
    public required string Name { get; init; }
    public required byte[] Sealed { get; init; }

    /// <summary>Fingerprint of the master key that sealed it.</summary>
    public required string SealedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}
