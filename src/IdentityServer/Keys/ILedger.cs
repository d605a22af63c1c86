namespace IdentityServer.Keys;

/// <summary>Something that requests count in memory and that is stored now and then, so that no request waits for the database.</summary>
internal interface ILedger
{
    /// <summary>What a node that dies may have counted in vain.</summary>
    TimeSpan Every { get; }

    /// <summary>Stores what has changed; where it cannot be stored it stays changed. <see cref="Ledgers"/> never calls twice at once.</summary>
    Task WriteAsync(CancellationToken ct);
}
