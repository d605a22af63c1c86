namespace IdentityServer.Storage.Lanes;

/// <summary>The only way to a context; none opens without saying whose rows it is to see.</summary>
internal interface IContexts
{
    IdpContext Open(PoolId pool);

    /// <summary>For what belongs to no pool, and for pruning, which has to step over the filter by name.</summary>
    IdpContext OpenSystemWide();
}
