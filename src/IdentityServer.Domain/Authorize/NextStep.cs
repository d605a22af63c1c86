using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Consents;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Sessions;

namespace IdentityServer.Domain.Authorize;

/// <summary>What stands between a valid request and its code.</summary>
public enum StepKind
{
    SignIn,
    Consent,
    Issue,
    Refuse,
}

/// <summary>
/// The next step, decided in one place from what is known; pages come back here and never call each other.
/// OIDC Core §3.1.2.3, §3.1.2.4.
/// </summary>
public readonly record struct NextStep(StepKind Kind, Reason? Reason = null)
{
    /// <param name="transaction">Null while nobody has been asked anything.</param>
    /// <param name="session">A live session, or null.</param>
    /// <param name="consent">What this user has agreed to for this client before.</param>
    public static NextStep Decide(AuthorizeRequest request, AuthorizeTransaction? transaction, SessionOfUser? session, Consent? consent, DateTimeOffset now)
    {
        var silent = request.Prompts.HasFlag(Prompts.None);
        // The proof of passage: the session was made, or proven again, within this very transaction.
        var signedInHere = session is not null && transaction?.SignedInSession == session.Session.Id;

        if (session is null) return silent ? Refuse(Reason.LoginRequired) : new(StepKind.SignIn);
        if (request.HintedUser is { } hinted && hinted != session.User.Id)
            return silent || signedInHere ? Refuse(Reason.HintNamesAnotherUser) : new(StepKind.SignIn);
        if (!signedInHere && WantsFreshProof(request, session.Session, now))
            return silent ? Refuse(Reason.LoginRequired) : new(StepKind.SignIn);
        if (request.Claims.EssentialAcr is { } acr && AuthenticationContext.AcrOf(session.Session.Amr) is var met && (met is null || !acr.Contains(met)))
            // What signing in here would prove may still be proved.
            return silent || signedInHere || !acr.Any(AuthenticationContext.Supported.Contains) ? Refuse(Reason.AcrUnmet) : new(StepKind.SignIn);
        if (WantsConsent(request, transaction, session, consent))
            return silent ? Refuse(Reason.ConsentRequired) : new(StepKind.Consent);
        return new(StepKind.Issue);
    }

    static NextStep Refuse(Reason reason) => new(StepKind.Refuse, reason);

    static bool WantsFreshProof(AuthorizeRequest request, Session session, DateTimeOffset now) =>
        (request.Prompts & (Prompts.Login | Prompts.SelectAccount)) != 0
        // Zero asks for a proof now, also where the node that took the last one has a clock ahead of ours.
        || request.MaxAge is { } maxAge && (maxAge == TimeSpan.Zero || now - session.AuthTime >= maxAge);

    static bool WantsConsent(AuthorizeRequest request, AuthorizeTransaction? transaction, SessionOfUser session, Consent? consent)
    {
        if (transaction?.ConsentedBy == session.User.Id && transaction.ConsentedScope is { } agreed && request.ConsentScope.IsSubsetOf(agreed)) return false;
        if (request.Prompts.HasFlag(Prompts.Consent)) return true;
        return request.Client.Consent switch
        {
            ConsentPolicy.Implicit => false,
            ConsentPolicy.Always => true,
            _ => consent is null || !request.ConsentScope.IsSubsetOf(consent.Scope),
        };
    }
}
