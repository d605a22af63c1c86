namespace IdentityServer.Storage;

/// <summary>Deletes what has expired and proves nothing any more, in all pools.</summary>
public interface IPruning
{
    /// <summary>How many rows went.</summary>
    ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken ct);
}
