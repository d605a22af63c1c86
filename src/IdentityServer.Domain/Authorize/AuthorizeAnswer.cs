using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Authorize;

/// <summary>What the client is told: RFC 6749 §4.1.2, §4.1.2.1; <c>iss</c> in every answer (RFC 9207 §2).</summary>
public sealed record AuthorizeAnswer(AnswerAddress Address, IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    public static AuthorizeAnswer Success(Pool pool, AnswerAddress address, Handle code) =>
        Of(pool, address, [new(Params.Code, code.Reveal())]);

    public static AuthorizeAnswer Refused(Pool pool, AnswerAddress address, Refusal refusal) =>
        Of(pool, address, [new(Params.Error, refusal.Code.Value), new(Params.ErrorDescription, refusal.Reason.Sentence)]);

    static AuthorizeAnswer Of(Pool pool, AnswerAddress address, List<KeyValuePair<string, string>> parameters)
    {
        if (address.State is { } state) parameters.Add(new(Params.State, state));
        parameters.Add(new(Params.Iss, pool.Issuer));
        return new(address, parameters);
    }
}
