using System.Diagnostics;
using System.Diagnostics.Metrics;
using IdentityServer.Domain.Primitives;
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
    static readonly Gauge<int> Successors = Meter.CreateGauge<int>("idp.keys.successors", "{key}", "Announced successors of the active key, by pool and algorithm: 0 or 1.");
    static readonly Gauge<int> LateSuccessors = Meter.CreateGauge<int>("idp.keys.successors.late", "{key}", "1 where a successor should have been announced and is not. Worth an alarm.");
    static readonly Counter<long> KeysRevoked = Meter.CreateCounter<long>("idp.keys.revoked", "{key}", "Signing keys revoked in an emergency, by algorithm.");
    static readonly Counter<long> CodesIssued = Meter.CreateCounter<long>("idp.codes.issued", "{code}", "Authorization codes issued.");

    static readonly Counter<long> FlawedTokens = Meter.CreateCounter<long>("idp.app_user_id_tokens.refused", "{token}", "appUserIdTokens that were not believed, by code.");
    static readonly Counter<long> Calls = Meter.CreateCounter<long>("idp.egress.calls", "{call}", "Calls to other people's servers, by result: a class of status codes, or what went wrong.");
    static readonly Gauge<int> FailingSources = Meter.CreateGauge<int>("idp.egress.sources.failing", "{source}", "Sources of keys whose last fetch failed. Above 0 for some minutes is worth an alarm.");

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

    public static void KeyRevoked(string algorithm) => KeysRevoked.Add(1, new KeyValuePair<string, object?>("alg", algorithm));

    public static void Called(string result)
    {
        if (Calls.Enabled) Calls.Add(1, new KeyValuePair<string, object?>("result", result));
    }

    public static void TokenFlawed(string code)
    {
        if (FlawedTokens.Enabled) FlawedTokens.Add(1, new KeyValuePair<string, object?>("code", code));
    }

    public static void SourcesFailing(int count) => FailingSources.Record(count);

    /// <param name="late">Whether one should be there and is not.</param>
    public static void Successor(PoolId pool, string algorithm, bool exists, bool late)
    {
        if (!Successors.Enabled && !LateSuccessors.Enabled) return;
        KeyValuePair<string, object?> ofPool = new("pool", pool.Value), ofAlgorithm = new("alg", algorithm);
        Successors.Record(exists ? 1 : 0, ofPool, ofAlgorithm);
        LateSuccessors.Record(late ? 1 : 0, ofPool, ofAlgorithm);
    }
}
