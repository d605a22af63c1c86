namespace IdentityServer.Storage.Tokens;

/// <summary>Something that is accepted once, and was.</summary>
internal sealed class SpentToken
{
    public required PoolId PoolId { get; init; }
    public required HandleDigest Digest { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}
