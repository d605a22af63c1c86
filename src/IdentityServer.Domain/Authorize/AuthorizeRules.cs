using System.Globalization;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Authorize;

/// <summary>The checks of an authorization request, in their order. RFC 6749 §4.1.1, OIDC Core §3.1.2.2, RFC 9700 §2.1.</summary>
public static class AuthorizeRules
{
    internal const int LongestState = 4096;

    // What an authorization request may take in all while it waits for a person: a row that anybody can make us write.
    const int LongestRequest = 16 * 1024;

    /// <summary>Whom a rule's refusal is told: the user on a page, or the client at its redirect URI.</summary>
    public enum Told
    {
        User,
        Client,
    }

    /// <summary>One check: RFC 6749 §4.1.2.1 says whom its refusal may be told.</summary>
    /// <param name="Parameter">The parameter it is about.</param>
    /// <param name="Check">Null where the request passes.</param>
    public sealed record Rule(string Parameter, Told Told, Func<AuthorizeDraft, Reason?> Check);

    /// <summary>The order: nothing is sent to a redirect URI before the first two have passed.</summary>
    public static readonly IReadOnlyList<Rule> InOrder =
    [
        new(Params.ClientId, Told.User, ClientIsKnown),
        new(Params.RedirectUri, Told.User, RedirectUriIsRegistered),
        new(Params.ResponseMode, Told.Client, ResponseModeIsSupported),
        new("", Told.Client, NothingIsRepeated),
        new(Params.TrustedToken, Told.Client, NoTokenInTheAddress),
        new(Params.Request, Told.Client, NoRequestObject),
        new(Params.ResponseType, Told.Client, ResponseTypeIsCode),
        new(Params.ClientId, Told.Client, ClientMayAuthorize),
        new(Params.CodeChallenge, Told.Client, ChallengeIsS256),
        new(Params.Scope, Told.Client, ScopeIsAllowed),
        new(Params.Resource, Told.Client, ResourceIsKnown),
        new(Params.Prompt, Told.Client, PromptIsWellFormed),
        new(Params.MaxAge, Told.Client, MaxAgeIsANumber),
        new(Params.Nonce, Told.Client, NothingIsTooLong),
        new(Params.Claims, Told.Client, ClaimsAreWellFormed),
        new(Params.IdTokenHint, Told.Client, HintIsOurs),
    ];

    static Reason? ClientIsKnown(AuthorizeDraft draft)
    {
        if (draft.Parameters[Params.ClientId] is null) return Reason.AuthorizeClientMissing;
        if (draft.Parameters.IsRepeated(Params.ClientId)) return Reason.ParameterRepeated;
        return draft.Candidate is { Disabled: false } ? null : Reason.AuthorizeClientUnknown;
    }

    static Reason? RedirectUriIsRegistered(AuthorizeDraft draft)
    {
        if (draft.Parameters[Params.RedirectUri] is not { } uri) return Reason.RedirectUriMissing;
        if (draft.Parameters.IsRepeated(Params.RedirectUri)) return Reason.ParameterRepeated;
        if (!RedirectUris.IsRegistered(draft.Client.RedirectUris, uri)) return Reason.RedirectUriUnregistered;
        draft.RedirectUri = uri;
        return null;
    }

    static Reason? ResponseModeIsSupported(AuthorizeDraft draft)
    {
        // Of two modes neither is obeyed, not even to say so.
        if (draft.Parameters.IsRepeated(Params.ResponseMode)) return Reason.ParameterRepeated;
        if (!ResponseModes.TryParse(draft.Parameters[Params.ResponseMode], out var mode)) return Reason.ResponseModeUnsupported;
        draft.Mode = mode;
        return null;
    }

    static Reason? NothingIsRepeated(AuthorizeDraft draft) => draft.Parameters.Repeated is null ? null : Reason.ParameterRepeated;

    // The body of a POST may bring one, and it is taken out before anything else is looked at; what is left came in an address.
    static Reason? NoTokenInTheAddress(AuthorizeDraft draft) => draft.Parameters[Params.TrustedToken] is null ? null : Reason.TrustedTokenInAddress;

    // OIDC Core §6.1: a request object that is not supported must be refused, never ignored.
    static Reason? NoRequestObject(AuthorizeDraft draft) =>
        draft.Parameters[Params.Request] is not null ? Reason.RequestObjectUnsupported
        : draft.Parameters[Params.RequestUri] is not null ? Reason.RequestUriUnsupported
        : draft.Parameters[Params.Registration] is not null ? Reason.RegistrationUnsupported
        : null;

    static Reason? ResponseTypeIsCode(AuthorizeDraft draft) => draft.Parameters[Params.ResponseType] switch
    {
        null => Reason.ResponseTypeMissing,
        Params.Code => null,
        _ => Reason.ResponseTypeUnsupported,
    };

    static Reason? ClientMayAuthorize(AuthorizeDraft draft) =>
        draft.Client.MayUse(GrantTypes.AuthorizationCode) ? null : Reason.ClientMayNotAuthorize;

    // RFC 7636 §4.3: a missing method means plain, and plain is not supported.
    static Reason? ChallengeIsS256(AuthorizeDraft draft)
    {
        if (draft.Parameters[Params.CodeChallenge] is not { } challenge) return Reason.ChallengeMissing;
        if (draft.Parameters[Params.CodeChallengeMethod] is not Pkce.S256) return Reason.ChallengeMethodUnsupported;
        return Pkce.IsChallenge(challenge) ? null : Reason.ChallengeMalformed;
    }

    // RFC 6749 §3.3: less may be granted than was asked for; the token response says what was. OIDC Core §3.1.2.2 wants openid
    // only where ID tokens are wanted.
    static Reason? ScopeIsAllowed(AuthorizeDraft draft)
    {
        if (!ScopeSet.TryParse(draft.Parameters[Params.Scope], out var asked)) return Reason.ScopeMalformed;
        var registered = draft.Client.Scope;
        draft.Scope = asked.Count > 0 ? asked.Where(registered.Contains) : registered.Where(token => draft.Known.OfScope(token) is not null);
        return draft.Scope.Count > 0 ? null : Reason.ScopeNotAllowed;
    }

    static Reason? ResourceIsKnown(AuthorizeDraft draft)
    {
        draft.Resources = draft.Parameters.All(Params.Resource);
        foreach (var identifier in draft.Resources)
            if (draft.Known.Find(identifier) is null) return Reason.ResourceUnknown;
        return null;
    }

    static Reason? PromptIsWellFormed(AuthorizeDraft draft)
    {
        if (!PromptValues.TryParse(draft.Parameters[Params.Prompt], out var prompts)) return Reason.PromptMalformed;
        draft.Prompts = prompts;
        return null;
    }

    static Reason? MaxAgeIsANumber(AuthorizeDraft draft)
    {
        if (draft.Parameters[Params.MaxAge] is not { } text) return null;
        if (!uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return Reason.MaxAgeMalformed;
        draft.MaxAge = TimeSpan.FromSeconds(seconds);
        return null;
    }

    static Reason? NothingIsTooLong(AuthorizeDraft draft)
    {
        var all = 0;
        foreach (var (name, value) in draft.Parameters.Pairs)
        {
            if ((all += name.Length + value.Length) > LongestRequest) return Reason.ParameterTooLong;
            var most = name switch
            {
                Params.Nonce or Params.LoginHint or Params.AcrValues or Params.UiLocales => 512,
                Params.State or Params.RedirectUri => LongestState,
                _ => 8192,
            };
            if (value.Length > most) return Reason.ParameterTooLong;
        }
        return null;
    }

    static Reason? ClaimsAreWellFormed(AuthorizeDraft draft)
    {
        if (!ClaimsRequest.TryParse(draft.Parameters[Params.Claims], out var claims)) return Reason.ClaimsMalformed;
        draft.Claims = claims;
        if (claims.Subject is { } subject) draft.HintedUser = new(subject);
        return null;
    }

    static Reason? HintIsOurs(AuthorizeDraft draft)
    {
        if (draft.Parameters[Params.IdTokenHint] is not { } hint) return null;
        if (draft.ReadHint(hint) is not { } user) return Reason.IdTokenHintInvalid;
        if (draft.HintedUser is { } other && other != user) return Reason.HintNamesAnotherUser;
        draft.HintedUser = user;
        return null;
    }
}
