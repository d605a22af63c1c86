using IdentityServer.Domain.Protocol;
using IdentityServer.Protocol.Wire;

namespace IdentityServer.Protocol;

/// <summary>A refusal that the user sees, on a page of ours, because there is nobody else who may be told.</summary>
internal static class ErrorPages
{
    public const string Path = "/error";

    public static Task ShowAsync(HttpContext http, RefusalWriter refusals, string endpoint, Refusal refusal, string? parameter)
    {
        refusals.Report(http, endpoint, refusal);
        http.Items[typeof(ErrorPages)] = new PublicRefusal(refusal.Code.Value, refusal.Reason.Sentence, parameter);
        http.Response.StatusCode = refusal.Code.Status is 401 or 200 ? 400 : refusal.Code.Status;
        if (refusal.Code == OAuthCode.TemporarilyUnavailable) http.Response.Headers.RetryAfter = "5";
        return RerouteAsync(http);
    }

    /// <summary>There is no such address.</summary>
    public static Task NotFoundAsync(HttpContext http)
    {
        http.Items[typeof(ErrorPages)] = new PublicRefusal("not_found", "There is no page at this address.", null);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return RerouteAsync(http);
    }

    /// <summary>Whether a person is looking; programs get a status or JSON.</summary>
    public static bool IsWanted(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    /// <summary>What the page may show; null for a direct visit.</summary>
    public static PublicRefusal? Of(HttpContext http) => http.Items[typeof(ErrorPages)] as PublicRefusal;

    /// <summary>Runs the error page within this request, so that the address bar and the status stay.</summary>
    static Task RerouteAsync(HttpContext http)
    {
        var page = http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>().First(endpoint => "/" + endpoint.RoutePattern.RawText?.TrimStart('/') == Path);
        http.Request.Method = HttpMethods.Get;
        http.SetEndpoint(page);
        http.Request.RouteValues.Clear();
        foreach (var (name, value) in page.RoutePattern.RequiredValues) http.Request.RouteValues[name] = value;
        return page.RequestDelegate!(http);
    }
}

/// <summary>The public face of a refusal.</summary>
public sealed record PublicRefusal(string Error, string Description, string? Parameter);
