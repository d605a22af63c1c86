using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Protocol;
using IdentityServer.Protocol;
using IdentityServer.Protocol.Wire;

namespace IdentityServer.Management;

/// <summary>
/// The one way to a route of the management API: the bearer first, then the role, then the route itself, before any byte
/// of the body is read. RFC 6750 §2.1, §3.
/// </summary>
internal sealed class ManagementDoor(Bearers bearers, IOrganizationStore organizations, ManagementCors cors, ProblemWriter problems)
{
    public const string Path = "/v1";

    /// <summary>The faces that programs of hosted services know; their pages call these from browsers too.</summary>
    public const string OrgPath = "/org";
    public const string AppUserIdTokenPath = "/appUserIdToken";

    public static bool IsBefore(PathString path) => path.StartsWithSegments(Path) || IsForBrowsers(path);

    public static bool IsForBrowsers(PathString path) => path.StartsWithSegments(OrgPath) || path.StartsWithSegments(AppUserIdTokenPath);

    public async Task EnterAsync(HttpContext http)
    {
        if (IsForBrowsers(http.Request.Path) && await cors.AnswersAsync(http)) return;
        var endpoint = http.GetEndpoint();
        var access = endpoint?.Metadata.GetMetadata<Access>();
        // A route without a role is none of ours: a file's, perhaps. What the framework puts in for a wrong method or media
        // type is no route, and does nothing.
        if (endpoint?.RequestDelegate is not { } handle || (access is null && endpoint is RouteEndpoint))
        {
            await problems.WriteAsync(http, Reason.RouteUnknown);
            return;
        }
        if (await RefusalAsync(http, access) is { } no)
        {
            await problems.WriteAsync(http, no);
            return;
        }
        NoStore.Apply(http.Response);
        await handle(http);
        if (http.Response is { StatusCode: >= 400, HasStarted: false, ContentType: null }) await problems.WriteAsync(http, ReasonOf(http.Response.StatusCode));
    }

    /// <summary>Null where the caller may go on.</summary>
    /// <param name="access">Null for what the framework put in, which everybody with credentials may hear.</param>
    async ValueTask<Refusal?> RefusalAsync(HttpContext http, Access? access)
    {
        if (access is { Role: null }) return null;
        var ct = http.RequestAborted;
        if (!(await bearers.IdentifyAsync(TokenEndpoint.Authorization(http), http.Connection.RemoteIpAddress, ct)).Try(out var caller, out var no)) return no;
        http.Features.Set(caller);
        if (caller.Role < access?.Role) return new(Reason.RoleInsufficient, caller.Actor);
        if (access?.AsksForOwner(http.Request) is true && await organizations.FindAsync(caller.OrganizationId, ct) is not { IsOwner: true }) return new(Reason.OwnerOnly, caller.Actor);
        return null;
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
}
