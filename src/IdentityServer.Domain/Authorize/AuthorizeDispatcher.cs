using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Consents;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Sessions;

namespace IdentityServer.Domain.Authorize;

/// <summary>
/// Takes a valid request as far as it can go now: to the person, or to its answer. Fresh requests and those that come
/// back from a page pass through here alike.
/// </summary>
public sealed class AuthorizeDispatcher(IConsentStore consents, IAuthorizeTransactionStore transactions, CodeIssuer codes, TimeProvider clock)
{
    /// <param name="transaction">The one the request waits in, or null for a fresh request.</param>
    public async ValueTask<Dispatched> DispatchAsync(Pool pool, AuthorizeRequest request, AuthorizeTransaction? transaction, SessionOfUser? session, CancellationToken ct)
    {
        var remembered = session is not null && request.Client.Consent == ConsentPolicy.Remember
            ? await consents.FindAsync(pool.Id, session.User.Id, request.Client.Id, ct)
            : null;
        var step = NextStep.Decide(request, transaction, session, remembered, clock.GetUtcNow());
        if (step.Kind is StepKind.SignIn or StepKind.Consent) return new(step.Kind, null, null);

        // The gate: of two tabs that finish the same transaction one gets the answer.
        if (transaction is not null && !await transactions.TakeAsync(pool.Id, transaction.Digest, clock.GetUtcNow(), CancellationToken.None))
            return new(StepKind.Refuse, null, Reason.TransactionUnknown);

        return step.Kind == StepKind.Refuse
            ? new(StepKind.Refuse, AuthorizeAnswer.Refused(pool, request.Answer, step.Reason!), step.Reason)
            : new(StepKind.Issue, await codes.IssueAsync(pool, request, session!, transaction is null ? ct : CancellationToken.None), null);
    }

    /// <summary>The person ended it. The same gate: an answer that was already given stays the only one.</summary>
    public async ValueTask<(AuthorizeAnswer? Answer, Reason Reason)> RefuseAsync(Pool pool, AuthorizeRequest request, AuthorizeTransaction transaction, Reason reason) =>
        await transactions.TakeAsync(pool.Id, transaction.Digest, clock.GetUtcNow(), CancellationToken.None)
            ? (AuthorizeAnswer.Refused(pool, request.Answer, reason), reason)
            : (null, Reason.TransactionUnknown);
}

/// <summary>How far a request came.</summary>
/// <param name="Answer">What goes to the client; null where a person is next, or where there is nobody left to tell.</param>
/// <param name="Reason">Why it was refused.</param>
public sealed record Dispatched(StepKind Kind, AuthorizeAnswer? Answer, Reason? Reason);
