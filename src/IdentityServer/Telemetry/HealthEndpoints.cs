using IdentityServer.Protocol.Wire;
using IdentityServer.Startup;

namespace IdentityServer.Telemetry;

/// <summary>Liveness never asks the database: restarting a node mends nothing there. Readiness says whether tokens can be issued.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var readiness = routes.ServiceProvider.GetRequiredService<Readiness>();
        routes.MapGet("/health/live", (RequestDelegate)(http => JsonAnswer.WriteAsync(http, json => json.WriteString("status", "alive"))));
        routes.MapGet("/health/ready", (RequestDelegate)(async http =>
        {
            var problem = await readiness.ProblemAsync(http.RequestAborted);
            http.Response.StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            await JsonAnswer.WriteAsync(http, json =>
            {
                json.WriteString("status", problem is null ? "ready" : "not ready");
                if (problem is not null) json.WriteString("problem", problem);
                var warnings = readiness.Warnings().ToList();
                if (warnings.Count == 0) return;
                json.WriteStartArray("warnings");
                foreach (var warning in warnings) json.WriteStringValue(warning);
                json.WriteEndArray();
            });
        }));
    }
}
