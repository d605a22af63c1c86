using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tokens;
using IdentityServer.Pools;
using IdentityServer.Sessions;

namespace IdentityServer.Protocol;

/// <summary>
/// Authorization requests that wait for a person. The URL carries the transaction's handle, the browser's cookie its own;
/// a link minted for one browser opens nothing in another: RFC 9700 §4.7.
/// </summary>
internal sealed class AuthorizeTransactions(IAuthorizeTransactionStore store, Cookies cookies, TimeProvider clock)
{
    /// <summary>Name of the handle in our pages' URLs.</summary>
    public const string Parameter = "tx";

    public async ValueTask<Handle> BeginAsync(HttpContext http, ClientId client, RequestParameters parameters)
    {
        var pool = http.Pool();
        var cookie = cookies.Browser(pool);
        if (!Handle.TryParse(http.Request.Cookies[cookie], out var browser))
        {
            browser = Handle.New();
            cookies.Set(http, cookie, browser.Reveal(), null);
        }
        var handle = Handle.New();
        var now = clock.GetUtcNow();
        await store.AddAsync(new()
        {
            PoolId = pool.Id,
            Digest = handle.Digest,
            BrowserDigest = browser.Digest,
            ClientId = client,
            Parameters = parameters.Pairs,
            StartedAt = now,
            ExpiresAt = now + TokenLifetimes.Transaction,
        }, http.RequestAborted);
        return handle;
    }

    /// <summary>The transaction that the URL names, if it is this browser's and still open.</summary>
    public async ValueTask<AuthorizeTransaction?> FindAsync(HttpContext http) =>
        Handle.TryParse(http.Request.Query[Parameter], out var handle) ? await FindAsync(http, handle) : null;

    /// <summary>The same for one that was named elsewhere.</summary>
    public async ValueTask<AuthorizeTransaction?> FindAsync(HttpContext http, Handle handle)
    {
        var pool = http.Pool();
        if (!Handle.TryParse(http.Request.Cookies[cookies.Browser(pool)], out var browser)) return null;
        var transaction = await store.FindAsync(pool.Id, handle.Digest, http.RequestAborted);
        return transaction is { TakenAt: null } && transaction.ExpiresAt > clock.GetUtcNow()
            && FixedTime.Equal(transaction.BrowserDigest.Value, browser.Digest.Value) ? transaction : null;
    }

    public static string Url(string path, string handle) => $"{path}?{Parameter}={handle}";
}
