using System.Security.Cryptography;
using System.Text;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Jobs;
using IdentityServer.Keys;
using IdentityServer.Org;
using IdentityServer.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IdentityServer.Management;

/// <summary><c>/v1/keys</c>: the signing keys of the root, or of a hosted pool of the caller; their rotation, and the emergency.</summary>
internal sealed class KeysApi(
    IKeyStore store, RotationControl control, KeyRevocation revocation, LiveTokens live, KeyImport import, Rewrap rewrap, RotationReadiness readiness,
    KeyRingWatch watch, IUserPoolStore pools, TimeProvider clock) : IManagementResource
{
    // A policy beyond this is a slip of the finger, and no arithmetic with dates may overflow over it.
    const long LongestSeconds = 10L * 366 * 24 * 3600;

    public void Map(IEndpointRouteBuilder v1)
    {
        var keys = v1.MapGroup("/keys").WithTags("keys");
        v1.MapGet("/keys", ListAsync).WithTags("keys").Requires(MemberRole.ReadOnly).WithName("listKeys").WithSummary("The signing keys, and where the rotation of each algorithm stands.");
        keys.MapGet("/{kid}", FindAsync).Requires(MemberRole.ReadOnly).WithName("getKey").WithSummary("One signing key.");
        keys.MapGet("/{kid}/readiness", ReadinessAsync).RequiresOwner(MemberRole.ReadOnly, mayNamePool: true).WithName("getKeyReadiness").WithSummary("Which relying parties have read the JWK set since this key is public.")
            .WithDescription("By client id where it is known, by address range otherwise. Ask for the set with ?client_id= to be known by name.");
        v1.MapPost("/keys", ImportAsync).WithTags("keys").RequiresOwner(mayNamePool: true).WithName("importKey").WithSummary("Brings a private key that was made elsewhere, under the name that relying parties know it by.");
        keys.MapPost("/rewrap", RewrapAsync).RequiresOwner().WithName("rewrapKeys").WithSummary("Seals everything anew under the first of the master keys that this node has.");
        keys.MapPost("/rotate", RotateAsync).RequiresOwner(mayNamePool: true).WithName("rotateKeys").WithSummary("Makes the next key public now.")
            .WithDescription("It takes over after its announcement. Where one is public already, nothing is made. With now it takes over at once, which is refused while relying parties may not know it.");
        keys.MapPost("/{kid}/revoke", RevokeAsync).RequiresOwner(mayNamePool: true).WithName("revokeKey").WithSummary("Takes a key away at once, on every node.")
            .WithDescription("Its tokens stop working, and its announced successor signs, or a new key where none is announced. The answer says how many tokens were alive, by client.");
        keys.MapPut("/policies/{algorithm}", SetPolicyAsync).RequiresOwner(mayNamePool: true).WithName("setKeyPolicy").WithSummary("Changes how often the keys of an algorithm change.")
            .WithDescription("A policy that would break what relying parties count on is refused. When a look is taken at what is due, the policy of the root says for all pools.");
        keys.MapDelete("/policies/{algorithm}", ResetPolicyAsync).RequiresOwner(mayNamePool: true).WithName("resetKeyPolicy").WithSummary("Goes back to the policy in the settings.");
    }

    async Task<Results<Ok<KeyList>, Problem>> ListAsync(Caller caller, string? userPoolId, CancellationToken ct)
    {
        if (!(await PoolAsync(caller, userPoolId, ct)).Try(out var pool, out var unknown)) return new Problem(unknown);
        var stored = await store.ListAsync(pool, ct);
        var positions = await control.PositionsAsync(pool, ct);
        return TypedResults.Ok(new KeyList(
            [.. stored.Keys.OrderBy(key => key.Algorithm, StringComparer.Ordinal).ThenByDescending(key => key.Generation).Select(KeyEntry.Of)],
            [.. positions.Select(RotationEntry.Of)]));
    }

    async Task<Results<Ok<KeyEntry>, Problem>> FindAsync(Caller caller, string kid, string? userPoolId, CancellationToken ct)
    {
        if (!(await PoolAsync(caller, userPoolId, ct)).Try(out var pool, out var unknown)) return new Problem(unknown);
        kid = Unescape(kid);
        return (await store.ListAsync(pool, ct)).Keys.FirstOrDefault(key => key.Kid == kid) is { } key ? TypedResults.Ok(KeyEntry.Of(key)) : new Problem(Reason.KeyUnknown);
    }

    async Task<Results<Ok<RotationList>, Problem>> RotateAsync(Caller caller, JsonBody<RotateRequest> body, string? userPoolId, CancellationToken ct)
    {
        if (!(await PoolAsync(caller, userPoolId, ct)).Try(out var pool, out var unknown)) return new Problem(unknown);
        // Several at once might end half done; to make keys public early is harmless, to let them sign is not.
        if (body.Value is { Now: true, Algorithm: null }) return new Problem(Reason.JsonMemberMalformed, "algorithm");
        List<RotationEntry> rotations = [];
        foreach (var algorithm in body.Value.Algorithm is { } chosen ? [chosen] : KeyFactory.Algorithms.Select(known => known.Name))
        {
            var answer = body.Value.Now
                ? await control.TakeOverAsync(pool, algorithm, null, caller.Actor, ct)
                : await control.RotateAsync(pool, algorithm, caller.Actor, ct);
            if (!answer.Try(out var position, out var no)) return new Problem(no, no.Reason == Reason.KeyAlgorithmUnknown ? "algorithm" : null, no.Detail);
            rotations.Add(RotationEntry.Of(position));
        }
        await FollowAsync(ct);
        return TypedResults.Ok(new RotationList(rotations));
    }

    async Task<Results<Ok<ReadinessEntry>, Problem>> ReadinessAsync(Caller caller, string kid, string? userPoolId, CancellationToken ct)
    {
        if (!(await PoolAsync(caller, userPoolId, ct)).Try(out var pool, out var unknown)) return new Problem(unknown);
        return await readiness.ReadAsync(pool, Unescape(kid), ct) is { } known ? TypedResults.Ok(ReadinessEntry.Of(known)) : new Problem(Reason.KeyUnknown);
    }

    async Task<Results<Ok<ImportedEntry>, Problem>> ImportAsync(Caller caller, JsonBody<ImportRequest> body, string? userPoolId, CancellationToken ct)
    {
        if (!(await PoolAsync(caller, userPoolId, ct)).Try(out var pool, out var unknown)) return new Problem(unknown);
        var text = Encoding.UTF8.GetBytes(body.Value.PrivateKey);
        var result = await import.RunAsync(pool, text, body.Value.Kid, body.Value.Algorithm, caller.Actor, ct);
        CryptographicOperations.ZeroMemory(text);
        if (result.Problem is { } problem) return new Problem(Reason.KeyUnfit, says: problem);
        await FollowAsync(ct);
        return TypedResults.Ok(new ImportedEntry(result.Kid!, result.Algorithm!, NameOf(result.State!.Value), result.SignsFrom!.Value, result.Replaced));
    }

    async Task<Results<Ok<RewrapEntry>, Problem>> RewrapAsync(Caller caller, CancellationToken ct)
    {
        var run = await rewrap.RunAsync(caller.Actor, ct);
        return run.Problem is { } problem
            ? new Problem(Reason.RewrapImpossible, says: problem)
            : TypedResults.Ok(new RewrapEntry(run.Fingerprint, run.Resealed.Values.Sum(), run.All.Values.Sum()));
    }

    async Task<Results<Ok<RevokedEntry>, Problem>> RevokeAsync(Caller caller, string kid, JsonBody<RevokeRequest> body, string? userPoolId, CancellationToken ct)
    {
        if (!(await PoolAsync(caller, userPoolId, ct)).Try(out var pool, out var unknown)) return new Problem(unknown);
        if (string.IsNullOrWhiteSpace(body.Value.Reason)) return new Problem(Reason.JsonMemberMalformed, "reason");
        // Who hangs up now has revoked the key all the same.
        var answer = await revocation.RevokeAsync(pool, Unescape(kid), body.Value.Reason, caller.Actor, CancellationToken.None);
        if (!answer.Try(out var revoked, out var no)) return new Problem(no, says: no.Detail);
        await FollowAsync(CancellationToken.None);
        var tokens = await live.ReadAsync(pool, revoked.Key.Kid, ct);
        return TypedResults.Ok(new RevokedEntry(revoked.Key.Kid, revoked.Key.RevokedAt!.Value, !revoked.IsNew, revoked.Active?.Kid, revoked.WasAnnounced, (int)KeyTimes.MaxAge.TotalSeconds,
            tokens is null ? null : [.. tokens.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new ClientTokens(pair.Key, pair.Value))], revoked.Problem));
    }

    async Task<Results<Ok<RotationEntry>, Problem>> SetPolicyAsync(Caller caller, string algorithm, JsonBody<PolicyRequest> body, string? userPoolId, CancellationToken ct)
    {
        if (!(await PoolAsync(caller, userPoolId, ct)).Try(out var pool, out var unknown)) return new Problem(unknown);
        var schedule = body.Value.Schedule ?? RotationPolicies.DefaultSchedule;
        if (body.Value.IntervalSeconds is < 1 or > LongestSeconds) return new Problem(Reason.JsonMemberMalformed, "intervalSeconds");
        if (body.Value.AnnounceBeforeSeconds is < 1 or > LongestSeconds) return new Problem(Reason.JsonMemberMalformed, "announceBeforeSeconds");
        if (schedule.Length > RotationPolicy.LongestSchedule) return new Problem(Reason.ScheduleMalformed, "schedule");
        if (CronExpressions.Problem(schedule) is { } problem) return new Problem(Reason.ScheduleMalformed, "schedule", problem);
        RotationPolicy policy = new()
        {
            PoolId = pool,
            Algorithm = algorithm,
            Interval = TimeSpan.FromSeconds(body.Value.IntervalSeconds),
            AnnounceBefore = TimeSpan.FromSeconds(body.Value.AnnounceBeforeSeconds),
            Schedule = schedule,
        };
        var answer = await control.SetPolicyAsync(policy, CronExpressions.LongestGap(schedule, clock.GetUtcNow()), caller.Actor, ct);
        return await AnswerAsync(answer, ct);
    }

    async Task<Results<Ok<RotationEntry>, Problem>> ResetPolicyAsync(Caller caller, string algorithm, string? userPoolId, CancellationToken ct)
    {
        if (!(await PoolAsync(caller, userPoolId, ct)).Try(out var pool, out var unknown)) return new Problem(unknown);
        return await AnswerAsync(await control.ResetPolicyAsync(pool, algorithm, caller.Actor, ct), ct);
    }

    async Task<Results<Ok<RotationEntry>, Problem>> AnswerAsync(Result<KeyPosition> answer, CancellationToken ct)
    {
        if (!answer.Try(out var position, out var no)) return new Problem(no, says: no.Detail);
        await FollowAsync(ct);
        return TypedResults.Ok(RotationEntry.Of(position));
    }

    /// <summary>The root's where none is named. Of a self-provided pool there are no keys here; those of a disabled one can still be revoked.</summary>
    async ValueTask<Result<PoolId>> PoolAsync(Caller caller, string? userPoolId, CancellationToken ct)
    {
        if (userPoolId is null) return PoolId.Default;
        if (await pools.OfAsync(caller, userPoolId, ct) is not { IsHosted: true } pool) return Reason.UserPoolUnknown;
        return pool.Id;
    }

    /// <summary>This node at once, where it can; what was done is done, and it follows a moment later in any case.</summary>
    async Task FollowAsync(CancellationToken ct)
    {
        try
        {
            await watch.LookAsync(ct);
        }
        catch (StorageUnavailableException) { }
    }

    static string NameOf(KeyState state) => state.ToString().ToLowerInvariant();

    /// <summary>Routing leaves an escaped slash as it came, and a kid may have one.</summary>
    static string Unescape(string kid) => kid.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
