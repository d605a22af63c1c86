using Microsoft.EntityFrameworkCore.Infrastructure;

namespace IdentityServer.Storage.Lanes;

/// <summary>Contexts of one provider, pooled.</summary>
internal sealed class Contexts<TContext>(DbContextOptions<TContext> options) : IContexts
    where TContext : IdpContext
{
    readonly PooledDbContextFactory<TContext> factory = new(options, poolSize: 256);

    public IdpContext Open(PoolId pool) => Open((PoolId?)pool);

    public IdpContext OpenSystemWide() => Open(null);

    TContext Open(PoolId? pool)
    {
        var context = factory.CreateDbContext();
        context.SeePool(pool);
        return context;
    }
}
