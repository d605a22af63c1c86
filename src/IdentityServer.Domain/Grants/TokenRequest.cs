using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Resources;
using IdentityServer.Domain.Tokens;

namespace IdentityServer.Domain.Grants;

/// <summary>A token request whose client is known: RFC 6749 §3.2.</summary>
/// <param name="Known">The pool's APIs.</param>
public sealed record TokenRequest(Pool Pool, KeyRing Ring, Client Client, RequestParameters Parameters, ResourceSet Known, DateTimeOffset Now)
{
    public string? this[string name] => Parameters[name];

    /// <summary>Whom the tokens would be for, and that we can sign them: a grant asks before it spends anything.</summary>
    /// <param name="granted">Resources named at authorization.</param>
    public Result<TokenAudience> Audience(ScopeSet scope, IReadOnlyList<string> granted) => Audience(scope, granted, Parameters.All(Params.Resource));

    /// <param name="asked">The resources that the request names.</param>
    public Result<TokenAudience> Audience(ScopeSet scope, IReadOnlyList<string> granted, IReadOnlyList<string> asked)
    {
        if (!TokenAudience.Choose(scope, asked, granted, Known, Pool.Issuer).Try(out var audience, out var no)) return no;
        if (Ring.Signer(audience.Algorithm, Now + TokenLifetimes.AccessToken) is null) return new Refusal(Reason.KeysUnavailable, audience.Algorithm);
        if (audience.Scope.Contains(ScopeSet.OpenId) && Ring.Signer(Client.IdTokenAlgorithm, Now + TokenLifetimes.IdToken) is null) return new Refusal(Reason.KeysUnavailable, Client.IdTokenAlgorithm);
        return audience;
    }
}
