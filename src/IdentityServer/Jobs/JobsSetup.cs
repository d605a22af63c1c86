using IdentityServer.Domain.Keys;

namespace IdentityServer.Jobs;

/// <summary>The jobs of the server: a further one is one more line.</summary>
internal static class JobsSetup
{
    public static void AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<IScheduledJob, PruneJob>();
        foreach (var algorithm in KeyFactory.Algorithms)
            services.AddSingleton<IScheduledJob>(found => ActivatorUtilities.CreateInstance<RotateKeysJob>(found, algorithm));

        services.AddSingleton<JobPace>().AddSingleton<JobLog>();
        services.AddHostedService<JobSchedule>();
    }
}
