using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Keys;

namespace IdentityServer.Cli;

/// <summary>What is sealed under the keys of the root's pool opens only once these are loaded, which a server does at its start and a command does not.</summary>
internal static class SecretsAtHand
{
    /// <summary>For a command that changes something: a database that is new gets its keys, as at a first start.</summary>
    /// <exception cref="StartupException">They do not open.</exception>
    public static async ValueTask OpenSecretsAsync(this IServiceProvider found, CancellationToken ct)
    {
        var rings = found.GetRequiredService<KeyRings>();
        await rings.OpenAsync(PoolId.Default, ct);
        if (rings.Problem is { } problem) throw new StartupException(problem);
    }

    /// <summary>For a command that looks; where there are no keys yet there is nothing sealed either.</summary>
    public static async ValueTask LoadSecretsAsync(this IServiceProvider found, CancellationToken ct) =>
        found.GetRequiredService<KeyRings>().Take(PoolId.Default, await found.GetRequiredService<KeyRingLoader>().LoadAsync(PoolId.Default, null, ct));
}
