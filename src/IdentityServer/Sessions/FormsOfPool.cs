using IdentityServer.Pools;
using Microsoft.AspNetCore.Antiforgery;

namespace IdentityServer.Sessions;

/// <summary>A form that one pool gave out is no form of another: its antiforgery token says whose it is.</summary>
internal sealed class FormsOfPool : IAntiforgeryAdditionalDataProvider
{
    public string GetAdditionalData(HttpContext context) => context.Pool().Id.Value;

    public bool ValidateAdditionalData(HttpContext context, string additionalData) => additionalData == context.Pool().Id.Value;
}
