using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Tokens;
using IdentityServer.Pools;
using IdentityServer.Protocol.Wire;

namespace IdentityServer.Connections;

/// <summary>POST /connect/backchannel/{connection}: a provider says that somebody has signed out there. Back-Channel Logout §2.5 to §2.8.</summary>
internal sealed class LogoutReceiver(UpstreamStart start, UpstreamProviders providers, RemoteKeySets keySets, ISpentTokenStore spent, ISessionStore sessions,
    RefusalWriter refusals, TimeProvider clock)
{
    const string Parameter = "logout_token";

    public async Task HandleAsync(HttpContext http)
    {
        if ((await ReadAsync(http)).Try(out var told, out var no))
        {
            await sessions.EndOfUpstreamAsync(http.Pool().Id, told.Connection, told.Notice.Subject, told.Notice.Sid, clock.GetUtcNow(), CancellationToken.None);
            NoStore.Apply(http.Response);
        }
        else await refusals.WriteAsync(http, "backchannel", no);
    }

    async ValueTask<Result<(string Connection, LogoutNotice Notice)>> ReadAsync(HttpContext http)
    {
        var ct = http.RequestAborted;
        if (!(await FormReader.ReadBodyAsync(http.Request, ct)).Try(out var form, out var no)) return no;
        if (form.Repeated is { } name) return new Refusal(Reason.ParameterRepeated, name);
        if (await start.FindAsync(http, http.Request.RouteValues[UpstreamStart.Route] as string) is not { Kind: ConnectionKind.Oidc } connection) return Reason.ConnectionUnknown;
        if (form[Parameter] is not { } text) return Refused("missing");
        if (!JwtReader.TryRead(text, out var jwt, out var problem)) return Refused(problem.ToString());
        if (!(await providers.FindAsync(connection, ct)).Try(out var provider, out no)) return Refused(no.Detail);
        var found = await keySets.For(provider.JwksUri).KeysAsync(jwt.Kid, jwt.Algorithm, ct);
        if (found.Keys is not { } keys) return Refused(found.Problem is { } trouble ? JwksProblems.Code(trouble) : "no keys");
        if (!UpstreamLogoutToken.Read(jwt, keys, connection, provider.IdTokenAlgorithms, clock.GetUtcNow()).Try(out var notice, out no)) return no;
        // Before anything ends: told again, it would end what has begun since.
        return await spent.TakeAsync(http.Pool().Id, HandleDigest.Of($"{Parameter} {connection.Id} {notice.Id}"), notice.ExpiresAt + JwtExpectations.MaxSkew, CancellationToken.None)
            ? (connection.Id, notice)
            : Reason.LogoutTokenSpent;
    }

    static Refusal Refused(string? detail) => new(Reason.LogoutTokenRefused, detail);
}
