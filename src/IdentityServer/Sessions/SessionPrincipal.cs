using System.Security.Claims;
using IdentityServer.Domain.Sessions;

namespace IdentityServer.Sessions;

/// <summary>
/// Shows the browser's session to ASP.NET Core, so that antiforgery tokens are bound to who is signed in. Not an
/// authentication scheme: WebApplication would run one before everything else, for every door, outside the place where
/// exceptions end.
/// </summary>
internal static class SessionPrincipal
{
    public static ClaimsPrincipal Of(SessionOfUser session) => new(new ClaimsIdentity(
        // Antiforgery reads this one claim: who, and which sign-in of theirs.
        [new(ClaimTypes.NameIdentifier, $"{session.User.Id} {session.Session.Digest.Value}")], "idp-session"));
}
