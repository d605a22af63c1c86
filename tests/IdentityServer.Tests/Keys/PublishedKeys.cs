using System.Text;
using IdentityServer.Domain.Jose;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Keys;

/// <summary>The JWK set of a running server, as a relying party has it.</summary>
internal sealed class PublishedKeys
{
    readonly JwkSet set;

    PublishedKeys(string json)
    {
        Json = json;
        Assert.True(JwkSet.TryParse(Encoding.UTF8.GetBytes(json), out var parsed, out var problem), $"{problem}: {json}");
        set = parsed;
    }

    public string Json { get; }

    public IReadOnlyList<string> Of(string algorithm) => [.. set.Keys.Where(key => key.Alg == algorithm).Select(key => key.Kid!)];

    public static async Task<PublishedKeys> FetchAsync(Caller caller, CancellationToken ct)
    {
        var answer = await caller.GetAsync("/.well-known/jwks.json", ct);
        Assert.Equal(200, answer.Status);
        return new(answer.Body);
    }

    /// <summary>Null where the token holds.</summary>
    public JwtProblem? Problem(string token, string issuer)
    {
        Assert.True(JwtReader.TryRead(token, out var jwt, out var unread), $"{unread}");
        return JwtVerifier.Verify(jwt, set, new() { Issuer = issuer }, TimeProvider.System.GetUtcNow());
    }

    public static string KidOf(string token) => JwtReader.TryRead(token, out var jwt, out _) ? jwt.Kid! : "";
}
