using System.Text;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tokens;

namespace IdentityServer.Domain.Logout;

/// <summary>
/// Checks an end-session request: RP-Initiated Logout §2, §3. Only an exactly registered URI of a client that is there is
/// ever redirected to; what the request may end, <see cref="LogoutRequest"/> says.
/// </summary>
public sealed class EndSession(IClientStore clients, IdTokenHint hints)
{
    // It travels in an address of ours, sealed, while the user is asked.
    const int LongestState = 2048;

    public async ValueTask<Result<LogoutRequest>> ReadAsync(Pool pool, RequestParameters parameters, CancellationToken ct)
    {
        if (parameters.Repeated is { } name) return new Refusal(Reason.ParameterRepeated, name);

        Hint? hint = null;
        if (parameters[Params.IdTokenHint] is { } text && (hint = hints.Read(pool, text)) is null) return Reason.LogoutHintInvalid;

        var clientId = parameters[Params.ClientId];
        if (hint is not null && clientId is not null && clientId != hint.Client.Value) return Reason.LogoutClientMismatch;
        clientId ??= hint?.Client.Value;
        var client = Ids.IsWellFormed(clientId) && await clients.FindAsync(pool.Id, new(clientId!), ct) is { Disabled: false } found ? found : null;
        if (clientId is not null && client is null) return Reason.LogoutClientMismatch;

        // §3: as it was registered; the loopback port of RFC 8252 §7.3 is an exception for authorization answers alone.
        var target = parameters[Params.PostLogoutRedirectUri];
        if (target is not null && client?.PostLogoutRedirectUris.Contains(target, StringComparer.Ordinal) != true)
            return Reason.PostLogoutRedirectUriUnregistered;

        var state = parameters[Params.State];
        if (state is not null && Encoding.UTF8.GetByteCount(state) > LongestState) return Reason.ParameterTooLong;
        return new LogoutRequest(hint, client?.Id.Value, client?.Name, target, state);
    }
}
