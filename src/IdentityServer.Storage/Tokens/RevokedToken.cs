namespace IdentityServer.Storage.Tokens;

/// <summary>A token id that is not accepted any more, until the token would have expired anyway.</summary>
internal sealed class RevokedToken
{
    public required PoolId PoolId { get; init; }
    public required string Jti { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}
