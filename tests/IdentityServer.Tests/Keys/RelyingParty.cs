using IdentityServer.Domain.Jose;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Keys;

/// <summary>Verifies tokens with its own copy of the JWK set, and fetches that again only because of the copy's age: never because of a kid that it does not know.</summary>
/// <param name="patience">How old the copy may become; null obeys our Cache-Control.</param>
internal sealed class RelyingParty(string name, TimeSpan? patience, ManualClock truth, Dictionary<string, JwkSet> parsed)
{
    static readonly JwtExpectations Expected = new() { Issuer = SimulatedNode.Issuer, Typ = "at+jwt", AllowedAlgorithms = [JwsAlgorithm.ES256] };

    JwkSet? copy;
    string origin = "";

    public bool Obeys => patience is null;

    /// <summary>Until then it asks nobody.</summary>
    public DateTimeOffset KeptUntil { get; private set; }

    /// <summary>The copy is from a node that followed the database.</summary>
    public bool IsFromInTouch { get; private set; }

    public bool NeedsCopy => copy is null || truth.Now >= KeptUntil;

    public void Restart() => copy = null;

    public void Fetch(SimulatedNode node)
    {
        var ring = node.Ring;
        if (!parsed.TryGetValue(ring.ETag, out copy))
        {
            if (parsed.Count > 500) parsed.Clear();
            Assert.True(JwkSet.TryParse(ring.JwksJson.Span, out copy, out var problem), $"{problem}");
            parsed[ring.ETag] = copy;
        }
        Assert.NotEmpty(copy.Keys);
        KeptUntil = truth.Now + (patience ?? TimeSpan.FromSeconds(ring.MaxAge(node.Now)));
        (IsFromInTouch, origin) = (node.IsInTouch, $"{node.Name} at {truth.Now:u}, kept until {KeptUntil:u}");
    }

    /// <summary>True where the signature was computed, false where this key has been seen to verify this token before.</summary>
    public bool Verify(SignedToken token)
    {
        // Two copies of one set lend the same key, so what one relying party has computed need not be computed by all.
        if (copy!.Find(token.Jwt.Kid, JwsAlgorithm.ES256) is { } known && token.Verified.Contains(known)) return false;
        var problem = JwtVerifier.Verify(token.Jwt, copy, Expected, truth.Now);
        Assert.True(problem is null, $"{name} refuses a token of {token.Node} ({problem}), kid {token.Jwt.Kid}, exp {token.Expiry:u}; its copy is of {origin}; now {truth.Now:u}.");
        token.Verified.Add(copy.Find(token.Jwt.Kid, JwsAlgorithm.ES256)!);
        return true;
    }
}
