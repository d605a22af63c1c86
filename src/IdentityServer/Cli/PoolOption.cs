using System.CommandLine;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Cli;

/// <summary><c>--pool</c>: whose users, clients or keys a command is about.</summary>
internal static class PoolOption
{
    static readonly Option<string?> option = new("--pool")
    {
        Description = $"The id of a hosted user pool; {PoolId.Default}, the pool at the root, where it is left out.",
        Recursive = true,
    };

    /// <summary>For all commands of a group.</summary>
    public static Command OfPool(this Command group)
    {
        group.Options.Add(option);
        return group;
    }

    /// <summary>For the one of a group that is about all pools at once.</summary>
    public static Command OfAllPools(this Command command)
    {
        command.Validators.Add(result =>
        {
            if (result.GetValue(option) is not null) result.AddError($"{command.Name} is about all pools: leave out --pool.");
        });
        return command;
    }

    /// <exception cref="StartupException">There is no such pool, or it is not one that we are the issuer of.</exception>
    public static async ValueTask<Pool> PoolAsync(this ParseResult parsed, IServiceProvider found, CancellationToken ct)
    {
        var id = parsed.GetValue(option) ?? PoolId.Default.Value;
        return await found.GetRequiredService<IPoolDirectory>().FindAsync(new(id), ct)
            ?? throw new StartupException($"There is no hosted user pool {id}, or it is disabled.");
    }

    /// <summary>The same, in words that a command can be typed with again.</summary>
    public static string Typed(Pool pool) => pool.Id == PoolId.Default ? "" : $" --pool {pool.Id}";
}
