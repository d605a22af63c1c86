using System.Diagnostics;
using System.Diagnostics.Metrics;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Signals;

/// <summary>Every instrument and activity name of the product, on one page. Tags never carry a user, a token or a secret.</summary>
public static class Signals
{
    public const string Name = "IdP";

    public static readonly Meter Meter = new(Name);
    public static readonly ActivitySource Activities = new(Name);

    static readonly Counter<long> TokensIssued = Meter.CreateCounter<long>("idp.tokens.issued", "{response}", "Successful token responses, by grant type.");
    static readonly Counter<long> Refusals = Meter.CreateCounter<long>("idp.refusals", "{refusal}", "Refused requests, by endpoint and private reason.");
    static readonly Counter<long> SignIns = Meter.CreateCounter<long>("idp.sign_ins", "{attempt}", "Sign-in attempts, by outcome.");
    static readonly Counter<long> CodesIssued = Meter.CreateCounter<long>("idp.codes.issued", "{code}", "Authorization codes issued.");

    public static void TokenIssued(string grantType)
    {
        if (TokensIssued.Enabled) TokensIssued.Add(1, new KeyValuePair<string, object?>("grant_type", grantType));
    }

    public static void Refused(string endpoint, Reason reason)
    {
        if (Refusals.Enabled)
            Refusals.Add(1, new KeyValuePair<string, object?>("endpoint", endpoint), new KeyValuePair<string, object?>("reason", reason.Name));
    }

    public static void SignedIn(string outcome)
    {
        if (SignIns.Enabled) SignIns.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
    }

    public static void CodeIssued() => CodesIssued.Add(1);
}
