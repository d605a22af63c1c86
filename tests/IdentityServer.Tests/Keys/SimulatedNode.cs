using System.Globalization;
using System.Text;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Keys;
using IdentityServer.Startup;
using IdentityServer.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace IdentityServer.Tests.Keys;

/// <summary>One node: the services of the real one, on a clock of its own and a wire to the database that can be cut.</summary>
internal sealed class SimulatedNode(string name, string database, byte[] masterKey, OffsetClock clock, PoolId? pool = null) : IAsyncDisposable
{
    public const string Issuer = "https://idp.test";

    ServiceProvider? services;

    public string Name => name;

    /// <summary>The one that it looks after here; that of the root if none is named.</summary>
    public PoolId Pool => pool ?? PoolId.Default;

    public DateTimeOffset Now => clock.GetUtcNow();

    public TimeSpan Off => clock.Off;

    public InterruptedKeys Wire { get; private set; } = null!;

    public KeyRing Ring => services!.GetRequiredService<KeyRings>().Find(Pool)!;

    public bool IsUp => services is not null;

    /// <summary>Frozen: it neither looks nor signs nor answers.</summary>
    public bool IsAsleep { get; set; }

    public bool IsAnswering => IsUp && !IsAsleep;

    /// <summary>Just awake, and its ring is what it fell asleep with.</summary>
    public bool IsBehind { get; set; }

    /// <summary>It follows the database.</summary>
    public bool IsInTouch => IsAnswering && !IsBehind && !Wire.IsCut;

    /// <summary>A change is on its way to this node; until then it does not know. Never more than the propagation that the law allows.</summary>
    public DateTimeOffset LooksAt { get; set; }

    public T Get<T>() where T : notnull => services!.GetRequiredService<T>();

    /// <summary>The schema, before anybody starts.</summary>
    public async Task MigrateAsync(CancellationToken ct)
    {
        Build();
        await Get<IDatabase>().MigrateAsync(ct);
    }

    /// <summary>The process begins, as the start sequence has it.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        Build();
        var load = await Get<KeyRingLoader>().StartAsync(Pool, ct);
        Assert.Null(load.Problem);
        Get<KeyRings>().Take(Pool, load);
        (LooksAt, IsAsleep) = (Now - clock.Off, false);
    }

    void Build()
    {
        var registered = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(clock).AddIdpStorage("PostgreSql", database);
        var keyStore = registered.Single(service => service.ServiceType == typeof(IKeyStore));
        services = registered
            .Replace(ServiceDescriptor.Singleton<IKeyStore>(found => Wire = new((IKeyStore)ActivatorUtilities.CreateInstance(found, keyStore.ImplementationType!))))
            .AddSingleton(new MasterKeys(new MasterKey(masterKey))).AddSingleton(new Pool(PoolId.Default, Issuer))
            // The other algorithms have no part in this.
            .AddSingleton(new RotationPolicies(TimeSpan.FromDays(36_500), TimeSpan.FromDays(1), RotationPolicies.DefaultSchedule))
            .AddSingleton<KeyRings>().AddSingleton<KeyFactory>().AddSingleton<KeyRotator>().AddSingleton<KeyRingLoader>()
            .AddSingleton<IPoolDirectory, PoolDirectory>().AddSingleton<ClockGuard>().AddSingleton<Readiness>().AddSingleton<KeyRingWatch>().BuildServiceProvider();
    }

    public async Task StopAsync()
    {
        if (services is not null) await services.DisposeAsync();
        services = null;
    }

    /// <summary>What the watch does twice a second, in a node that is awake.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        if (!IsAnswering) return;
        try
        {
            await Get<KeyRingWatch>().LookAsync(ct);
        }
        catch (StorageUnavailableException) when (Wire.IsCut)
        {
            // The ring in memory goes on.
        }
    }

    /// <summary>A token that lives for the longest time there is; null where the ring does not sign.</summary>
    public SignedToken? Sign()
    {
        // Tokens tell whole seconds.
        var expiry = DateTimeOffset.FromUnixTimeSeconds((Now + Ring.LongestLifetime).ToUnixTimeSeconds());
        if (Ring.Signer("ES256", Now + Ring.LongestLifetime) is not { } credential) return null;
        var payload = string.Create(CultureInfo.InvariantCulture, $$"""{"iss":"{{Issuer}}","sub":"{{name}}","iat":{{Now.ToUnixTimeSeconds()}},"exp":{{expiry.ToUnixTimeSeconds()}}}""");
        var token = JwtWriter.Write(credential, "at+jwt", Encoding.UTF8.GetBytes(payload));
        return JwtReader.TryRead(token, out var jwt, out var problem) ? new(name, jwt, expiry) : throw new InvalidOperationException($"{problem}");
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}

/// <summary>A token as a client carries it about.</summary>
internal sealed record SignedToken(string Node, Jwt Jwt, DateTimeOffset Expiry)
{
    /// <summary>Keys that have been seen to verify it.</summary>
    public HashSet<VerificationKey> Verified { get; } = [];
}
