using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Logout;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Sessions;
using IdentityServer.Pools;
using IdentityServer.Protocol;
using Microsoft.AspNetCore.Http.Extensions;

namespace IdentityServer.Connections;

/// <summary>Signing out here goes on at the provider, which sends the browser back for the rest: RP-Initiated Logout §2, §3.</summary>
internal sealed class UpstreamLogout(IConnectionStore connections, UpstreamProviders providers, IUpstreamIdentityStore identities, KeptTokens kept, LogoutRequests requests)
{
    /// <summary>Null where the session is none of a provider's, nobody wants that, or the provider is not there: then signing out here is all there is.</summary>
    /// <param name="mayReturn">Whether the browser goes on to the application by itself afterwards.</param>
    public async ValueTask<string?> UrlAsync(HttpContext http, Session session, LogoutRequest request, bool mayReturn)
    {
        var (pool, ct) = (http.Pool(), http.RequestAborted);
        if (session.ConnectionId is not { } id || await connections.FindAsync(pool.Id, id, ct) is not { Disabled: false, EndsSessionThere: true, Kind: ConnectionKind.Oidc } connection) return null;
        if (!(await providers.FindAsync(connection, ct)).Try(out var provider, out _) || provider.EndSessionEndpoint is not { } endpoint) return null;
        var query = new QueryBuilder
        {
            { Params.ClientId, connection.ClientId },
            { Params.PostLogoutRedirectUri, pool.Issuer + Endpoints.UpstreamSignedOut },
            { Params.State, requests.Seal(pool, request, mayReturn) },
        };
        var identity = session.UpstreamSubject is { } subject ? await identities.FindAsync(pool.Id, id, subject, ct) : null;
        if (kept.Open(identity?.Identity.SealedTokens)?.IdToken is { } hint) query.Add(Params.IdTokenHint, hint);
        var text = query.ToString();
        return endpoint + (endpoint.Contains('?', StringComparison.Ordinal) ? "&" + text[1..] : text);
    }
}
