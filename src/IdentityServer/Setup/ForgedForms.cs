using IdentityServer.Domain.Protocol;
using IdentityServer.Protocol;
using IdentityServer.Protocol.Wire;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace IdentityServer.Setup;

/// <summary>A form without its antiforgery token, or with another session's, gets our error page instead of an empty 400.</summary>
internal sealed class ForgedForms(RefusalWriter refusals) : IAsyncAlwaysRunResultFilter
{
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (context.Result is not IAntiforgeryValidationFailedResult)
        {
            await next();
            return;
        }
        context.Cancel = true;
        await ErrorPages.ShowAsync(context.HttpContext, refusals, "page", Reason.FormForged, null);
    }
}
