using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Protocol;
using IdentityServer.Pools;
using IdentityServer.Protocol.Wire;
using Microsoft.AspNetCore.Mvc;

namespace IdentityServer.Protocol;

/// <summary>The authorization request that a page was opened for, judged again before the page shows or does anything.</summary>
internal sealed class PendingRequests(AuthorizeTransactions transactions, AuthorizeValidator validator, RefusalWriter refusals)
{
    /// <summary>Null where there is none, it is another browser's, it is over, or its client is gone.</summary>
    public async ValueTask<PendingRequest?> FindAsync(HttpContext http)
    {
        if (await transactions.FindAsync(http) is not { } transaction) return null;
        var (request, _) = await validator.ValidateAsync(http.Pool(), new(transaction.Parameters), http.RequestAborted);
        return request is null ? null : new(transaction, request);
    }

    /// <summary>Says so on a page of ours.</summary>
    public async Task<IActionResult> ExpiredAsync(HttpContext http)
    {
        await ErrorPages.ShowAsync(http, refusals, "page", Reason.TransactionUnknown, null);
        return new EmptyResult();
    }
}

/// <summary>A transaction and what it asks for.</summary>
internal sealed record PendingRequest(AuthorizeTransaction Transaction, AuthorizeRequest Request);
