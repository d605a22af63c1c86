using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace IdentityServer.Sessions;

/// <summary>Shows the browser's session to ASP.NET Core, so that antiforgery tokens are bound to who is signed in.</summary>
internal sealed class SessionScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, BrowserSession browser)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "idp-session";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (await browser.FindAsync(Context) is not { } session) return AuthenticateResult.NoResult();
        Claim[] claims = [new(ClaimTypes.NameIdentifier, session.User.Id.Value), new("sid", session.Session.Id.Value), new("auth", session.Session.Digest.Value)];
        return AuthenticateResult.Success(new(new(new ClaimsIdentity(claims, Name)), Name));
    }
}
