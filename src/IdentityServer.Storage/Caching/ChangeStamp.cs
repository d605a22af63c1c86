namespace IdentityServer.Storage.Caching;

/// <summary>
/// A counter that every write to a cached table raises in its own transaction. Nodes compare it; and since the row
/// is locked until the commit, it also puts such writes in one order.
/// </summary>
internal sealed class ChangeStamp
{
    /// <summary>Clients and resources of all pools, and the user pools.</summary>
    public const string Catalogue = "catalogue";

    /// <summary>Signing keys and rotation policies of all pools.</summary>
    public const string Keys = "keys";

    /// <summary>Organizations and members: nobody caches them, but their rules speak of all rows at once.</summary>
    public const string Organizations = "organizations";

    public required string Name { get; init; }
    public required long Value { get; init; }
}
