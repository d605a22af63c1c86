using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Domain.Sessions;
using IdentityServer.Pools;
using IdentityServer.Protocol.Wire;

namespace IdentityServer.Connections;

/// <summary>POST /connect/backchannel/{connection}: a provider says that somebody has signed out there. Back-Channel Logout §2.5 to §2.8.</summary>
internal sealed class LogoutReceiver(UpstreamStart start, UpstreamProviders providers, RemoteKeySets keySets, ISessionStore sessions,
    RefusalWriter refusals, TimeProvider clock)
{
    const string Parameter = "logout_token";

    public async Task HandleAsync(HttpContext http)
    {
        if (!(await ReadAsync(http)).Try(out var told, out var no)) await refusals.WriteAsync(http, "backchannel", no);
        else if (await IsEndedAsync(http, told.Connection, told.Notice)) NoStore.Apply(http.Response);
        else await refusals.WriteAsync(http, "backchannel", Reason.LogoutTokenSpent);
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
        return UpstreamLogoutToken.Read(jwt, keys, connection, provider.IdTokenAlgorithms, clock.GetUtcNow()).Try(out var notice, out no) ? (connection.Id, notice) : no;
    }

    /// <summary>Told again, it would end what has begun since; told while the database was away, it may be told again.</summary>
    async ValueTask<bool> IsEndedAsync(HttpContext http, string connection, LogoutNotice notice)
    {
        var digest = HandleDigest.Of($"{Parameter} {connection} {notice.Id}");
        return await sessions.EndOfUpstreamAsync(http.Pool().Id, connection, notice.Subject, notice.Sid, digest, notice.ExpiresAt + JwtExpectations.MaxSkew, clock.GetUtcNow(), CancellationToken.None) is not null;
    }

    static Refusal Refused(string? detail) => new(Reason.LogoutTokenRefused, detail);
}
