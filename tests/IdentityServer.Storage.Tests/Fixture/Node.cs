namespace IdentityServer.Storage.Tests.Fixture;

/// <summary>One node: the services of the archive over one database, as the host would have them.</summary>
public sealed class Node : IAsyncDisposable
{
    readonly ServiceProvider services;
    readonly string? pooled;

    public Node(string provider, string connectionString, TimeProvider? clock = null, Action<IServiceCollection>? change = null)
    {
        pooled = provider == "PostgreSql" ? connectionString : null;
        var registered = new ServiceCollection()
            .AddSingleton(clock ?? TimeProvider.System)
            .AddIdpStorage(provider, connectionString);
        change?.Invoke(registered);
        services = registered.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    /// <summary>With its idle connections: all databases of the tests are in one server, which has a limited number.</summary>
    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (pooled is null) return;
        await using var connection = new Npgsql.NpgsqlConnection(pooled);
        Npgsql.NpgsqlConnection.ClearPool(connection);
    }
}
