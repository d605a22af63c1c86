using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Resources;

namespace IdentityServer.Domain.Tokens;

/// <summary>Whom an access token is for, and which of the granted scopes it carries there. RFC 8707 §2.2, RFC 9068 §3.</summary>
public sealed record TokenAudience(IReadOnlyList<string> Audience, ScopeSet Scope, string Algorithm)
{
    const string OwnAlgorithm = "ES256";

    /// <param name="asked">Resource parameters of the token request; empty means all that was granted.</param>
    /// <param name="granted">Resources named at authorization; empty means those that the scopes belong to.</param>
    /// <param name="issuer">The audience of our own UserInfo endpoint, which openid gives access to.</param>
    public static Result<TokenAudience> Choose(ScopeSet scope, IReadOnlyList<string> asked, IReadOnlyList<string> granted, ResourceSet known, string issuer)
    {
        // The common cases of an application's own login: no API is involved.
        if (known.All.Count == 0) return asked.Count == 0 ? new TokenAudience([issuer], scope, OwnAlgorithm) : Reason.ResourceUnknown;

        List<Resource> chosen = [];
        if (asked.Count > 0 || granted.Count > 0)
        {
            foreach (var identifier in asked.Count > 0 ? asked : granted)
            {
                if (known.Find(identifier) is not { } resource) return Reason.ResourceUnknown;
                if (granted.Count > 0 && !granted.Contains(identifier)) return Reason.ResourceWidened;
                // An API takes its name in aud for our word that the client may come in; without one of its scopes it may not.
                if (resource.Scopes.Count > 0 && !HasScopeOf(resource, scope))
                {
                    if (asked.Count > 0) return Reason.ResourceWithoutScope;
                    continue;
                }
                if (!chosen.Contains(resource)) chosen.Add(resource);
            }
        }
        else
        {
            foreach (var token in scope.Tokens)
                if (known.OfScope(token) is { } resource && !chosen.Contains(resource)) chosen.Add(resource);
        }

        if (chosen.Count == 0) return new TokenAudience([issuer], scope, OwnAlgorithm);

        // A scope of an API that the token is not for is left out of it.
        var carried = scope.Where(token => known.OfScope(token) is not { } owner || chosen.Contains(owner));
        List<string> audience = [.. chosen.Select(resource => resource.Identifier)];
        if (carried.Contains(ScopeSet.OpenId)) audience.Add(issuer);
        return new TokenAudience(audience, carried, chosen[0].AccessTokenAlgorithm);
    }

    static bool HasScopeOf(Resource resource, ScopeSet scope)
    {
        foreach (var token in resource.Scopes)
            if (scope.Contains(token)) return true;
        return false;
    }
}
