using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Protocol;
using IdentityServer.Protocol;
using IdentityServer.Protocol.Wire;
using IdentityServer.Storage;

namespace IdentityServer.Management;

/// <summary>
/// The one way to a route of the management API: the key first, then the role, then the route itself, before any byte of
/// the body is read. RFC 6750 §2.1, §3.
/// </summary>
internal sealed partial class ManagementDoor(ApiKeyGate gate, IApiKeyStore keys, TimeProvider clock, ProblemWriter problems, ILogger<ManagementDoor> log)
{
    public const string Path = "/v1";

    const string Bearer = "Bearer ";

    public static bool IsBefore(PathString path) => path.StartsWithSegments(Path);

    public async Task EnterAsync(HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        var access = endpoint?.Metadata.GetMetadata<Access>();
        // A route without a role is none of ours: a file's, perhaps. What the framework puts in for a wrong method or media
        // type is no route, and does nothing.
        if (endpoint?.RequestDelegate is not { } handle || (access is null && endpoint is RouteEndpoint))
        {
            await problems.WriteAsync(http, Reason.RouteUnknown);
            return;
        }
        if (!(await IdentifyAsync(http)).Try(out var caller, out var no))
        {
            await problems.WriteAsync(http, no);
            return;
        }
        if (access is not null && !access.IsGrantedTo(caller))
        {
            await problems.WriteAsync(http, new(Reason.RoleInsufficient, caller.Actor));
            return;
        }
        http.Features.Set(caller);
        NoStore.Apply(http.Response);
        await handle(http);
        if (http.Response is { StatusCode: >= 400, HasStarted: false, ContentType: null }) await problems.WriteAsync(http, ReasonOf(http.Response.StatusCode));
    }

    async ValueTask<Result<Caller>> IdentifyAsync(HttpContext http)
    {
        if (TokenEndpoint.Authorization(http) is not { } header) return Reason.ApiKeyMissing;
        var bearer = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : "";
        if (!(await gate.CheckAsync(bearer, http.RequestAborted)).Try(out var key, out var no)) return no;
        if (gate.IsToBeTouched(key)) await TouchAsync(key);
        return new Caller(key.OrganizationId, Actors.ApiKey(key.Id), key.Role);
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

    /// <summary>The framework refuses with a status alone.</summary>
    static Reason ReasonOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => Reason.RouteUnknown,
        StatusCodes.Status405MethodNotAllowed => Reason.MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => Reason.BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => Reason.MediaTypeWrong,
        < 500 => Reason.ArgumentMalformed,
        _ => Reason.Unexpected,
    };

    [LoggerMessage(EventId = 1301, Level = LogLevel.Warning, Message = "The last use of API key {Key} was not written down: {Problem}")]
    partial void NotTouched(string key, string problem);
}
