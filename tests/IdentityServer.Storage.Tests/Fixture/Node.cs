namespace IdentityServer.Storage.Tests.Fixture;

/// <summary>One node: the services of the archive over one database, as the host would have them.</summary>
public sealed class Node : IAsyncDisposable
{
    readonly ServiceProvider services;

    public Node(string provider, string connectionString, TimeProvider? clock = null, Action<IServiceCollection>? change = null)
    {
        var registered = new ServiceCollection()
            .AddSingleton(clock ?? TimeProvider.System)
            .AddIdpStorage(provider, connectionString);
        change?.Invoke(registered);
        services = registered.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
