using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Tokens;

namespace IdentityServer.Domain.Logout;

/// <summary>What an application asks of our sign-out, checked in itself; what it may do depends on whose session it meets.</summary>
/// <param name="Hint">Of the ID token that came along.</param>
/// <param name="RedirectUri">Where to go afterwards; null means our own page.</param>
public sealed record LogoutRequest(Hint? Hint, string? ClientId, string? ClientName, string? RedirectUri, string? State)
{
    /// <summary>Nobody in particular asks.</summary>
    public static readonly LogoutRequest Plain = new(null, null, null, null, null);

    /// <summary>The URI with the state, if one came: RP-Initiated Logout §3.</summary>
    public string? Destination => RedirectUri is null || State is null
        ? RedirectUri
        : RedirectUri + (RedirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?') + "state=" + Uri.EscapeDataString(State);

    /// <summary>
    /// Whether the user has to say so first. A hint for this very session is the application's word that its user wants
    /// out; anything less asks the user: RP-Initiated Logout §6.
    /// </summary>
    public bool MustAsk(SessionOfUser? session) =>
        !MayReturn(session) || session is not null && Hint!.Session is { } named && named != session.Session.Id;

    /// <summary>
    /// Whether the browser goes to the URI by itself; otherwise our page offers it as a link. An ID token of this user
    /// shows that the application knows them, if only from an earlier session.
    /// </summary>
    public bool MayReturn(SessionOfUser? session) => Hint is not null && (session is null || Hint.User == session.User.Id);
}
