using IdentityServer.Protocol;
using IdentityServer.Setup;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityServer.Pages;

/// <summary>What the error page shows: public words only.</summary>
/// <param name="Error">The OAuth error code.</param>
/// <param name="Description">The public sentence of the refusal.</param>
/// <param name="Parameter">The parameter at fault, where one is.</param>
/// <param name="CorrelationId">The trace id that the log has.</param>
sealed record ErrorView(string Error, string? Description, string? Parameter, string CorrelationId)
{
    public static readonly ErrorView Blank = new("invalid_request", null, null, "");
}

/// <summary>Where a request ends that must not be redirected: RFC 6749 §4.1.2.1.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
sealed class ErrorModel : PageModel
{
    public ErrorView View { get; set; } = ErrorView.Blank;

    public void OnGet()
    {
        PageHeaders.Apply(HttpContext);
        var correlation = HttpContext.TraceIdentifier;
        View = ErrorPages.Of(HttpContext) is { } refusal
            ? new(refusal.Error, refusal.Description, refusal.Parameter, correlation)
            : ErrorView.Blank with { CorrelationId = correlation };
    }

    /// <summary>A failed POST is executed again here by the exception handler, with its method.</summary>
    public void OnPost() => OnGet();
}
