using IdentityServer.Domain.Protocol;
using IdentityServer.Protocol;
using IdentityServer.Protocol.Wire;

namespace IdentityServer.Connections;

/// <summary>What a person is told who did not get in elsewhere; the log knows more.</summary>
internal enum UpstreamTroubleKind
{
    /// <summary>They, or somebody for them, said no there.</summary>
    Cancelled,

    /// <summary>It does not answer.</summary>
    Unavailable,

    /// <summary>It answers what we cannot believe or use.</summary>
    Misanswered,

    /// <summary>It did not ask for the proof that was wanted.</summary>
    Unproven,

    /// <summary>Who they are there may not come in here.</summary>
    Unwelcome,
}

/// <summary>Back to the login page of the same transaction, where the other ways in still are. The address carries a word of ours, never one of theirs.</summary>
internal sealed class UpstreamTrouble(RefusalWriter refusals)
{
    public const string Parameter = "trouble";
    public const string ConnectionParameter = "with";

    public void Show(HttpContext http, string connection, string? tx, Refusal refusal)
    {
        refusals.Report(http, "upstream", refusal);
        var query = QueryString.Create(Parameter, KindOf(refusal.Reason).ToString()).Add(ConnectionParameter, connection);
        if (tx is not null) query = query.Add(AuthorizeTransactions.Parameter, tx);
        Redirects.SeeOther(http, AuthorizeEndpoint.LoginPath + query);
    }

    /// <summary>Refusals that may come of an answer nobody here asked for get an error page instead: what a stranger made leads nowhere.</summary>
    public static bool IsForged(Reason reason) => reason.Code == OAuthCode.InvalidRequest || reason == Reason.ConnectionUnknown;

    static UpstreamTroubleKind KindOf(Reason reason) =>
        reason == Reason.UpstreamDenied ? UpstreamTroubleKind.Cancelled
        : reason == Reason.UpstreamProofStale ? UpstreamTroubleKind.Unproven
        : reason == Reason.UpstreamUserRefused ? UpstreamTroubleKind.Unwelcome
        : reason.Code == OAuthCode.TemporarilyUnavailable ? UpstreamTroubleKind.Unavailable
        : UpstreamTroubleKind.Misanswered;
}
