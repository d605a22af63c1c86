using System.Net;
using System.Threading.RateLimiting;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Keys;
using IdentityServer.Storage;

namespace IdentityServer.Management;

/// <summary>
/// Who is behind a bearer: an API key, a member's session, or a token of an issuer that the organization trusts. One address that goes on with bad ones is turned away
/// before the database is asked again, or a signature looked at. RFC 6750 §2.1, RFC 6585 §4.
/// </summary>
internal sealed partial class Bearers(ApiKeyGate keyGate, MemberGate memberGate, TrustedTokenVerifier verifier, IApiKeyStore keys, TimeProvider clock, ILogger<Bearers> log) : IDisposable
{
    const string Scheme = "Bearer ";

    /// <summary>Bad ones from one address in a burst, and for ever.</summary>
    const int Burst = 200;
    const int PerSecond = 20;

    readonly PartitionedRateLimiter<IPAddress> failures = PartitionedRateLimiter.Create<IPAddress, AddressRange>(address =>
        RateLimitPartition.GetTokenBucketLimiter(AddressRange.Of(address) ?? default, _ => new()
        {
            TokenLimit = Burst,
            TokensPerPeriod = PerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    public void Dispose() => failures.Dispose();

    /// <param name="authorization">The header; null where there is none.</param>
    /// <param name="address">Null where nobody knows it, as within one process.</param>
    public async ValueTask<Result<Caller>> IdentifyAsync(string? authorization, IPAddress? address, CancellationToken ct)
    {
        if (authorization is null) return Reason.ApiKeyMissing;
        if (address is not null)
        {
            // Whole ones: a bucket that fills all the time is never quite empty, which is all that permitCount: 0 asks for.
            if (failures.GetStatistics(address) is { CurrentAvailablePermits: 0 }) return Reason.TooManyBearers;
        }
        var bearer = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : "";
        var found = TrustedTokenVerifier.MayRead(bearer) ? await TrustedAsync(bearer, ct)
            : bearer.StartsWith(BearerSecret.Session, StringComparison.Ordinal) ? await MemberAsync(bearer, ct)
            : await ProgramAsync(bearer, ct);
        // Who has no role has good credentials all the same.
        if (address is not null && !found.Try(out _, out var no) && no.Reason != Reason.TrustedTokenWithoutRole) failures.AttemptAcquire(address).Dispose();
        return found;
    }

    /// <summary>Somebody else's user. Tokens of our own are for APIs and clients and open nothing here.</summary>
    async ValueTask<Result<Caller>> TrustedAsync(string bearer, CancellationToken ct)
    {
        var verdict = await verifier.VerifyAsync(null, bearer, ct);
        if (!verdict.Try(out var token, out var flaw)) return new Refusal(Reason.TrustedTokenRefused, verdict.Detail is { } detail ? $"{flaw.Code}: {detail}" : flaw.Code);
        var actor = Actors.Trusted(token.Issuer.Id, token.UserId);
        if (token.Role is not { } role) return new Refusal(Reason.TrustedTokenWithoutRole, actor);
        return new Caller(token.Issuer.OrganizationId, actor, role);
    }

    async ValueTask<Result<Caller>> MemberAsync(string bearer, CancellationToken ct)
    {
        if (!(await memberGate.CheckAsync(bearer, ct)).Try(out var found, out var no)) return no;
        return new Caller(found.Member.OrganizationId, Actors.Member(found.Member.Id), found.Member.Role) { Session = found.Session };
    }

    async ValueTask<Result<Caller>> ProgramAsync(string bearer, CancellationToken ct)
    {
        if (!(await keyGate.CheckAsync(bearer, ct)).Try(out var key, out var no)) return no;
        if (keyGate.IsToBeTouched(key)) await TouchAsync(key);
        return new Caller(key.OrganizationId, Actors.ApiKey(key.Id), key.Role) { ClientId = key.ClientId };
    }

    /// <summary>Of use to people who clean up, and no reason to refuse a read while the database takes no writes.</summary>
    async ValueTask TouchAsync(ApiKey key)
    {
        try
        {
            await keys.TouchAsync(key.Id, clock.GetUtcNow(), CancellationToken.None);
        }
        catch (StorageUnavailableException outage)
        {
            NotTouched(key.Id, outage.Message);
        }
    }

    [LoggerMessage(EventId = 1301, Level = LogLevel.Warning, Message = "The last use of API key {Key} was not written down: {Problem}")]
    partial void NotTouched(string key, string problem);
}
