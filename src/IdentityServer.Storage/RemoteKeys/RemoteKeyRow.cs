namespace IdentityServer.Storage.RemoteKeys;

/// <summary>The last good keys of one source.</summary>
internal sealed class RemoteKeyRow
{
    /// <summary>Of the URL, which is longer than any key may be.</summary>
    public required HandleDigest Source { get; init; }
    public required byte[] Json { get; init; }
    public required DateTimeOffset ConfirmedAt { get; init; }
}
