using IdentityServer.Domain.Keys;
using IdentityServer.Keys;

namespace IdentityServer.Setup;

/// <summary>Signing keys: what holds, follows, rotates and revokes them.</summary>
internal static class KeysSetup
{
    public static void AddKeys(this IServiceCollection services, IdpOptions.KeysOptions options)
    {
        services.AddSingleton<KeyRings>().AddSingleton<IKeyRings>(found => found.GetRequiredService<KeyRings>());
        services.AddSingleton(new RotationPolicies(options.RotationInterval, options.AnnounceBefore, options.Schedule));
        services.AddSingleton<KeyFactory>().AddSingleton<KeyRotator>().AddSingleton<KeyRingLoader>();
        services.AddSingleton<LiveTokens>().AddSingleton<RotationControl>().AddSingleton<KeyRevocation>().AddSingleton<KeyImport>().AddSingleton<Rewrap>();
        services.AddSingleton<JwksReaders>().AddSingleton<ILedger>(found => found.GetRequiredService<JwksReaders>()).AddSingleton<RotationReadiness>();
        services.AddSingleton<ClockGuard>().AddSingleton<IClockGuard>(found => found.GetRequiredService<ClockGuard>()).AddHostedService(found => found.GetRequiredService<ClockGuard>());
        services.AddSingleton<TokenTally>().AddSingleton<TokenCounts>().AddSingleton<ILedger>(found => found.GetRequiredService<TokenCounts>()).AddSingleton<Ledgers>().AddHostedService(found => found.GetRequiredService<Ledgers>());
        services.AddSingleton<IKeyLease>(found => found.GetRequiredService<KeyRingWatch>());
        services.AddSingleton<KeyRingWatch>().AddHostedService(found => found.GetRequiredService<KeyRingWatch>());
    }
}
