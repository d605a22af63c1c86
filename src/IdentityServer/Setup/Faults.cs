using IdentityServer.Domain.Protocol;
using IdentityServer.Management;
using IdentityServer.Protocol;
using IdentityServer.Protocol.Wire;
using IdentityServer.Storage;

namespace IdentityServer.Setup;

/// <summary>
/// The one place where exceptions end: a database that does not answer is 503, anything else is our bug and 500. The
/// answer says nothing of either; the log does. ASVS 16.5.
/// </summary>
internal sealed partial class Faults(RefusalWriter refusals, ProblemWriter problems, ILogger<Faults> log)
{
    public async Task GuardAsync(HttpContext http, RequestDelegate handle)
    {
        try
        {
            await handle(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            await AnswerAsync(http, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? Reason.BodyTooLarge : Reason.BodyMalformed);
        }
        catch (StorageUnavailableException outage) when (!http.Response.HasStarted)
        {
            Unavailable(outage.Message, http.TraceIdentifier);
            await AnswerAsync(http, Reason.StorageUnavailable);
        }
        catch (Exception bug) when (!http.Response.HasStarted)
        {
            Failed(bug, http.Request.Path, http.TraceIdentifier);
            await AnswerAsync(http, Reason.Unexpected);
        }
    }

    async Task AnswerAsync(HttpContext http, Reason reason)
    {
        http.Response.Clear();
        if (ManagementDoor.IsBefore(http.Request.Path)) await problems.WriteAsync(http, reason);
        else if (WantsPage(http.Request)) await ErrorPages.ShowAsync(http, refusals, "page", reason, null);
        else await refusals.WriteAsync(http, "fault", reason);
    }

    /// <summary>Pages are for people; a client's endpoint speaks JSON whatever Accept says.</summary>
    public static bool WantsPage(HttpRequest request) =>
        request.Path != ErrorPages.Path && !IsForPrograms(request.Path) && ErrorPages.IsWanted(request);

    // Some HTTP libraries accept text/html unasked; at these doors the answer is JSON whatever they say: RFC 6749 §5.2.
    static bool IsForPrograms(PathString path) =>
        path == Endpoints.Token || path == Endpoints.UserInfo || path == Endpoints.Introspect || path == Endpoints.Revoke
        || path.StartsWithSegments("/.well-known") || path.StartsWithSegments("/health")
        || path.StartsWithSegments("/openapi");

    [LoggerMessage(EventId = 1101, Level = LogLevel.Error, Message = "The database does not answer: {Problem} ({Correlation})")]
    partial void Unavailable(string problem, string correlation);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Error, Message = "Unexpected failure at {Path} ({Correlation})")]
    partial void Failed(Exception bug, string path, string correlation);
}
