using System.Text;
using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class KeyRingTests
{
    [Fact]
    public void The_same_keys_have_the_same_tag_and_other_keys_another()
    {
        var ring = Rings.Ring(PoolId.Default);
        Assert.Equal(ring.ETag, Rings.Ring(PoolId.Default).ETag);
        Assert.NotEqual(ring.ETag, Rings.Ring(PoolId.Default, without: "ES256").ETag);
        Assert.Matches("^\"[A-Za-z0-9_-]{16}\"$", ring.ETag);
    }

    [Fact]
    public void Nothing_private_is_published_and_every_key_is_named()
    {
        var ring = Rings.Ring(PoolId.Default);
        using var document = JsonDocument.Parse(ring.JwksJson, new() { AllowDuplicateProperties = false });
        var keys = document.RootElement.GetProperty("keys").EnumerateArray().ToArray();
        Assert.Equal(ring.Algorithms.Count, keys.Length);
        Assert.Equal(keys.Length, keys.Select(key => key.GetProperty("kid").GetString()).Distinct().Count());
        foreach (var key in keys)
        {
            Assert.Equal("sig", key.GetProperty("use").GetString());
            Assert.Empty(World.Names(key).Except(["kty", "use", "kid", "alg", "crv", "x", "y", "n", "e"]));
            var signer = ring.Signer(key.GetProperty("alg").GetString()!);
            Assert.Equal(signer!.Kid, key.GetProperty("kid").GetString());
        }
        Assert.Equal(["keys"], World.Names(document.RootElement));
        Assert.DoesNotContain("\"d\"", Encoding.UTF8.GetString(ring.JwksJson.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_found_by_name_and_algorithm_together()
    {
        var ring = Rings.Ring(PoolId.Default);
        var kid = ring.Signer("ES256")!.Kid;
        Assert.NotNull(ring.Find(kid, JwsAlgorithm.ES256));
        Assert.Null(ring.Find(kid, JwsAlgorithm.RS256));
        Assert.Null(ring.Find(null, JwsAlgorithm.ES256));
        Assert.Null(ring.Find("", JwsAlgorithm.ES256));
        Assert.Null(ring.Find("../" + kid, JwsAlgorithm.ES256));
        Assert.Null(ring.Signer("none"));
        Assert.Null(ring.Signer("es256"));
    }
}
