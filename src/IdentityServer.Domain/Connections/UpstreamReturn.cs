using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Connections;

/// <summary>What a provider's answer in the browser has to be: RFC 6749 §4.1.2, RFC 9207 §2.4, RFC 9700 §4.4.</summary>
public static class UpstreamReturn
{
    /// <summary>Characters of the longest code that is sent on.</summary>
    public const int LongestCode = 4096;

    static readonly string[] Ours = [Params.Code, Params.State, Params.Iss, Params.Error];

    /// <summary>The parameters that count; a provider may send others, whatever they are.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Wanted(RequestParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Pairs.Where(pair => Ours.Contains(pair.Key));
    }

    /// <summary>Null where none of them stands twice.</summary>
    public static Refusal? Repeated(RequestParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (var name in Ours)
            if (parameters.IsRepeated(name)) return new Refusal(Reason.ParameterRepeated, name);
        return null;
    }

    /// <summary>Who answers has to be who was asked; who says in its metadata that it names itself has to.</summary>
    public static Reason? IssuerProblem(string? iss, string expected, bool sendsIssuer)
    {
        if (iss is null) return sendsIssuer ? Reason.UpstreamIssuerMissing : null;
        return string.Equals(iss, expected, StringComparison.Ordinal) ? null : Reason.UpstreamIssuerWrong;
    }

    /// <summary>The code, or why there is none.</summary>
    public static Result<string> Code(RequestParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters[Params.Error] is { } error)
        {
            var reason = error switch
            {
                // The last three are names that Apple and LinkedIn have for it.
                "access_denied" or "login_required" or "interaction_required" or "consent_required" or "account_selection_required"
                    or "user_cancelled_authorize" or "user_cancelled_login" or "user_denied" => Reason.UpstreamDenied,
                "temporarily_unavailable" or "server_error" => Reason.UpstreamUnavailable,
                _ => Reason.UpstreamErrored,
            };
            return new Refusal(reason, ProviderAnswers.Registered(error));
        }
        return parameters[Params.Code] is { Length: <= LongestCode } code ? code : Reason.UpstreamAnswerEmpty;
    }
}
