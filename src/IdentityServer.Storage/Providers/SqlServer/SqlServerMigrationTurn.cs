using IdentityServer.Storage.Lanes;

namespace IdentityServer.Storage.Providers.SqlServer;

/// <summary>EF's own lock is an application lock of the server, which ends with its session: nothing to add.</summary>
internal sealed class SqlServerMigrationTurn : IMigrationTurn
{
    public Task<IAsyncDisposable> TakeAsync(IdpContext context, CancellationToken ct) => Task.FromResult<IAsyncDisposable>(new Nothing());

    sealed class Nothing : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => default;
    }
}
