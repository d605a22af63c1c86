using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Keys;
using IdentityServer.Tests.Fixture;

namespace IdentityServer.Tests.Pages;

/// <summary>Half a year in the life of a pool's keys, lived in a moment: what each step would do by itself, and two emergencies.</summary>
static class KeyScene
{
    public const string Reason = "the laptop of an operator was stolen";

    public static IKeyStore Store(this IdpApp app) => app.Service<IKeyStore>();

    /// <summary>
    /// RS256 has changed a quarter of an hour ago, and the key before is public still; ES256 has a successor that waits;
    /// EdDSA was revoked a while ago, and its next key is still to come.
    /// </summary>
    public static async Task PlayAsync(IdpApp app, CancellationToken ct)
    {
        await app.RotateAsync(TimeSpan.FromDays(76), ct);
        await app.RotateAsync(TimeSpan.FromDays(14), ct);
        await app.RotateAsync(TimeSpan.FromDays(1), ct);
        await app.RotateAsync(TimeSpan.FromDays(20), ct);
        await app.RevokeAsync("EdDSA", ct);
        await app.RotateAsync(TimeSpan.FromMinutes(10), ct);
        await app.SetPolicyAsync(Policy("RS256", 50, 14), ct);
        await app.SetPolicyAsync(Policy("ES256", 60, 28), ct);
        await app.RotateAsync(TimeSpan.FromDays(30), ct);
        await app.RotateAsync(TimeSpan.FromDays(14) - TimeSpan.FromMinutes(5), ct);
        await app.RotateAsync(TimeSpan.FromMinutes(5), ct);
        await app.RotateAsync(TimeSpan.FromMinutes(15), ct);
    }

    static async Task SetPolicyAsync(this IdpApp app, RotationPolicy policy, CancellationToken ct) =>
        await app.Store().SavePolicyAsync(policy, AuditRecord.Of(app.Clock, AuditAction.KeyPolicyChanged, Actors.System, policy.Algorithm), ct);

    static RotationPolicy Policy(string algorithm, int interval, int announceBefore) => new()
    {
        PoolId = PoolId.Default,
        Algorithm = algorithm,
        Interval = TimeSpan.FromDays(interval),
        AnnounceBefore = TimeSpan.FromDays(announceBefore),
        Schedule = RotationPolicies.DefaultSchedule,
    };

    /// <summary>Time goes by; then a look at what is due, and at what has become of it.</summary>
    public static async Task RotateAsync(this IdpApp app, TimeSpan after, CancellationToken ct)
    {
        app.Clock.Advance(after);
        var run = await app.Service<KeyRotator>().RunAsync(PoolId.Default, ct);
        if (run.Problem is not null) throw new InvalidOperationException(run.Problem);
        await app.LookAtKeysAsync(ct);
    }

    public static async Task LookAtKeysAsync(this IdpApp app, CancellationToken ct)
    {
        await app.Service<KeyRotator>().ExtendAsync(PoolId.Default, ct);
        await app.Service<KeyRingWatch>().LookAsync(ct);
    }

    /// <summary>The key that signs, taken away.</summary>
    public static async Task<string> RevokeAsync(this IdpApp app, string algorithm, CancellationToken ct) =>
        await app.Store().ChangeAsync(PoolId.Default, (change, _) =>
        {
            var key = KeyRotation.Active(change.Keys, algorithm)!;
            KeyChange.Revoke(key, Reason, app.Clock.Now);
            return key.Kid;
        }, ct);
}
