using System.Globalization;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Pools;

namespace IdentityServer.Domain.AppUserIdTokens;

/// <summary>What a pool expects of a token, and which keys it has.</summary>
static class PoolFacts
{
    const int MostKids = 20;
    const string Any = "any";

    public static void Add(List<TokenFact> facts, Pool root, UserPool pool, Client? client)
    {
        facts.Add(new("userPoolId", pool.Id.Value));
        facts.Add(new("userPoolKind", pool.IsHosted ? "hosted" : "self-provided"));
        if (client is not null) facts.Add(new("clientId", client.Id.Value));
        facts.Add(new("idClaim", pool.Authorization?.IdClaim ?? TokenSource.UsualIdClaim));
        facts.Add(new("expectedIssuer", pool.Authorization is { } source ? source.Issuer ?? Any : PoolDirectory.IssuerOf(root, pool.Id)));
        facts.Add(new("expectedAudience", pool.Authorization is { } given ? given.Audience ?? Any : pool.Id.Value + ", or one of the pool's applications"));
        facts.Add(new("keysFrom", pool.Authorization switch
        {
            null => "this server",
            { Jwks: not null } => "the JWK set given to the pool",
            { JwksUri: var uri } => uri ?? "nowhere",
        }));
    }

    public static void AddKeys(List<TokenFact> facts, JwkSet? set, DateTimeOffset? fetchedAt, DateTimeOffset now)
    {
        if (fetchedAt is { } time) facts.Add(new("keysFetchedAt", TokenFacts.Moment(time, now)));
        if (set is null) return;
        var kids = string.Join(", ", set.Keys.Take(MostKids).Select(key => key.Kid is { } kid ? AuditText.Of(kid, 256) : "(a key without kid)"));
        var more = set.Keys.Count - MostKids;
        facts.Add(new("kids", more > 0 ? kids + " and " + more.ToString(CultureInfo.InvariantCulture) + " more" : kids));
    }
}
