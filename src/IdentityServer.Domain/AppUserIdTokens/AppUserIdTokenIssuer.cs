using System.Text.Encodings.Web;
using System.Text.Json;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.AppUserIdTokens;

/// <summary>Issues the token with which an organization's own server tells us, and its applications, who the user is.</summary>
/// <param name="root">The pool at the root of the issuer.</param>
public sealed class AppUserIdTokenIssuer(Pool root, IUserPoolStore pools, IClientStore clients, IKeyRings rings, IKeyLease lease, SeenUsers seen, TokenTally tally, TimeProvider clock)
{
    // A token is never put into HTML as JSON, so "+" and non-ASCII letters may stand for themselves.
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A store that is away throws: a token for somebody whom we could not note is not issued.</summary>
    public async ValueTask<Result<IssuedAppUserIdToken>> IssueAsync(string organizationId, AppUserIdTokenRequest request, CancellationToken ct)
    {
        // The suffix is that of our clients' own subjects, whom nobody may be named like.
        if (!Ids.IsText(request.AppUserId) || ClientSubject.Names(request.AppUserId)) return Reason.AppUserIdMalformed;
        if (!(await PoolAsync(organizationId, request.UserPoolId, ct)).Try(out var pool, out var no)) return no;
        var now = clock.GetUtcNow();
        if (Expiry(pool, request.Exp, now) is not { } expiresAt) return Reason.ExpiryMalformed;
        if (await SignerAsync(pool.Id, expiresAt, ct) is not { } key) return Reason.KeysUnavailable;

        var application = (await clients.FirstApplicationAsync(pool.Id, ct))?.Id;
        var issuer = PoolDirectory.IssuerOf(root, pool.Id);
        await seen.NoteAsync(pool.Id, request.AppUserId, issuer, ct);
        var token = new IssuedAppUserIdToken
        {
            AppUserId = request.AppUserId,
            UserPoolId = pool.Id,
            Issuer = issuer,
            Audience = application?.Value ?? pool.Id.Value,
            SdkClientId = application ?? request.Caller,
            IssuedAt = now,
            ExpiresAt = expiresAt,
        };
        return Sign(token, key);
    }

    async ValueTask<Result<UserPool>> PoolAsync(string organizationId, PoolId? id, CancellationToken ct)
    {
        if (id is not { } wanted) return await pools.FirstHostedAsync(organizationId, ct) is { } first ? first : Reason.NoHostedPool;
        // Another organization's pool is not there.
        if (await pools.FindAsync(wanted, ct) is not { } pool || pool.OrganizationId != organizationId) return Reason.UserPoolUnknown;
        if (!pool.IsHosted) return Reason.PoolNotHosted;
        return pool.IsLive ? pool : Reason.PoolDisabled;
    }

    /// <summary>Null for a time that is not ahead; beyond the longest life it is the longest life.</summary>
    static DateTimeOffset? Expiry(UserPool pool, long? requested, DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        var latest = second + (long)AppUserIdTokenTimes.LongestOf(pool).TotalSeconds;
        var expiry = requested is { } asked ? Math.Min(asked, latest) : second + (long)AppUserIdTokenTimes.UsualOf(pool).TotalSeconds;
        return expiry > second ? DateTimeOffset.FromUnixTimeSeconds(expiry) : null;
    }

    async ValueTask<SigningCredential?> SignerAsync(PoolId pool, DateTimeOffset expiresAt, CancellationToken ct)
    {
        var algorithm = AppUserIdTokenProfile.Algorithm.Name;
        if (await rings.OpenAsync(pool, ct) is not { } ring) return null;
        if (ring.Signer(algorithm, expiresAt) is { } key) return key;
        // The ring may not have heard yet that the pool allows longer lives.
        if (ring.Reaches(expiresAt)) return null;
        await lease.RenewAsync(pool, expiresAt, ct);
        return rings.Find(pool)?.Signer(algorithm, expiresAt);
    }

    /// <summary>The tally keeps a line per end: what lives for months is counted by the day, or the lines would outnumber the tokens.</summary>
    static DateTimeOffset CountedUntil(IssuedAppUserIdToken token)
    {
        var life = token.ExpiresAt - token.IssuedAt;
        var unit = life <= TimeSpan.FromHours(1) ? TimeSpan.TicksPerMinute : life <= TimeSpan.FromDays(1) ? TimeSpan.TicksPerHour : TimeSpan.TicksPerDay;
        return new((token.ExpiresAt.UtcTicks + unit - 1) / unit * unit, TimeSpan.Zero);
    }

    IssuedAppUserIdToken Sign(IssuedAppUserIdToken token, SigningCredential key)
    {
        using var payload = new PooledBuffer();
        using (var json = new Utf8JsonWriter(payload, Options))
            AppUserIdTokenProfile.Write(json, token.Issuer, token.AppUserId, token.Audience, token.SdkClientId?.Value, token.IssuedAt.ToUnixTimeSeconds(), token.ExpiresAt.ToUnixTimeSeconds());
        tally.Count(token.UserPoolId, key.Kid, new(token.Audience), CountedUntil(token));
        Signals.Signals.TokenIssued("appUserIdToken");
        return token with { Token = JwtWriter.Write(key, AppUserIdTokenProfile.Typ, payload.Written) };
    }
}

/// <summary>What a token is asked for with.</summary>
/// <param name="AppUserId">The application's own id of the user.</param>
/// <param name="UserPoolId">Null for the organization's first hosted pool.</param>
/// <param name="Exp">Seconds since 1970; null for the pool's usual life.</param>
/// <param name="Caller">The service client whose API key asks; null for any other caller.</param>
public sealed record AppUserIdTokenRequest(string? AppUserId, PoolId? UserPoolId = null, long? Exp = null, ClientId? Caller = null);

/// <summary>A token, with what stands in it.</summary>
public sealed record IssuedAppUserIdToken
{
    /// <summary>A secret of the user: to the caller, and nowhere else.</summary>
    public string Token { get; init; } = "";
    public required string AppUserId { get; init; }
    public required PoolId UserPoolId { get; init; }
    public required string Issuer { get; init; }
    public required string Audience { get; init; }
    public required ClientId? SdkClientId { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Without the token.</summary>
    public override string ToString() => $"appUserIdToken of {UserPoolId} until {ExpiresAt:u}";
}
