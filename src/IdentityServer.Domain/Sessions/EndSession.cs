using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tokens;

namespace IdentityServer.Domain.Sessions;

/// <summary>
/// What an end-session request may do: RP-Initiated Logout §2, §3. Only a hint that names the very session of this browser
/// ends it without a question; only an exactly registered URI of the client that proved itself is ever redirected to.
/// </summary>
public sealed class EndSession(IClientStore clients, IdTokenHint hints)
{
    public async ValueTask<Result<LogoutPlan>> PlanAsync(Pool pool, RequestParameters parameters, SessionOfUser? session, CancellationToken ct)
    {
        if (parameters.Repeated is { } name) return new Refusal(Reason.ParameterRepeated, name);

        Hint? hint = null;
        if (parameters[Params.IdTokenHint] is { } text && (hint = hints.Read(pool, text)) is null) return Reason.LogoutHintInvalid;
        var clientId = parameters[Params.ClientId];
        if (hint is not null && clientId is not null && clientId != hint.Client.Value) return Reason.LogoutClientMismatch;

        clientId ??= hint?.Client.Value;
        var client = Ids.IsWellFormed(clientId) ? await clients.FindAsync(pool.Id, new(clientId!), ct) : null;
        if (clientId is not null && client is null) return Reason.LogoutClientMismatch;

        var target = parameters[Params.PostLogoutRedirectUri];
        if (target is not null && (client is null || !RedirectUris.IsRegistered(client.PostLogoutRedirectUris, target)))
            return Reason.PostLogoutRedirectUriUnregistered;

        // A hint for this very session is the application's word that its user wants out; anything less asks the user (§6).
        var proven = hint is not null && (session is null || hint.User == session.User.Id && (hint.Session is null || hint.Session == session.Session.Id));
        // An ID token of this user shows that the application knows them, if only from an earlier session: it gets its visit.
        var mayReturn = hint is not null && (session is null || hint.User == session.User.Id);
        return new LogoutPlan(client?.Id.Value, client?.Name, target, parameters[Params.State], MustAsk: !proven) { MayReturn = mayReturn };
    }
}

/// <summary>A logout that may happen.</summary>
/// <param name="RedirectUri">Where to go afterwards; null means our own page.</param>
/// <param name="MustAsk">Whether the user has to say so first.</param>
public sealed record LogoutPlan(string? ClientId, string? ClientName, string? RedirectUri, string? State, bool MustAsk)
{
    /// <summary>Whether the browser goes to the URI by itself; otherwise our page offers it as a link.</summary>
    public bool MayReturn { get; init; }

    /// <summary>The URI with the state, if one came: RP-Initiated Logout §3.</summary>
    public string? Destination => RedirectUri is null || State is null
        ? RedirectUri
        : RedirectUri + (RedirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?') + "state=" + Uri.EscapeDataString(State);
}
