using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IdentityServer.Storage.Lanes;

internal static class ContextOptionsSetup
{
    /// <summary>What all three providers have in common.</summary>
    public static DbContextOptions<TContext> ContextOptions<TContext>(this IServiceProvider services, Action<DbContextOptionsBuilder> use)
        where TContext : IdpContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        use(options);
        // A context is used by one call at a time by construction.
        options.EnableThreadSafetyChecks(false);
        // EF reports each command at Information, and as an Error a refused insert that is an answer here.
        options.ConfigureWarnings(warnings => warnings.Log(
            (RelationalEventId.CommandExecuted, LogLevel.Debug),
            (RelationalEventId.CommandError, LogLevel.Debug),
            (CoreEventId.SaveChangesFailed, LogLevel.Debug)));
        // Tests look at the commands; nothing registers one in a running server.
        options.AddInterceptors(services.GetServices<IInterceptor>());
        if (services.GetService<ILoggerFactory>() is { } loggers) options.UseLoggerFactory(loggers);
        return options.Options;
    }
}
