using System.Text;
using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
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
            var signer = ring.Signer(key.GetProperty("alg").GetString()!, World.Start);
            Assert.Equal(signer!.Kid, key.GetProperty("kid").GetString());
        }
        Assert.Equal(["keys"], World.Names(document.RootElement));
        Assert.DoesNotContain("\"d\"", Encoding.UTF8.GetString(ring.JwksJson.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_found_by_name_and_algorithm_together()
    {
        var ring = Rings.Ring(PoolId.Default);
        var kid = ring.Signer("ES256", World.Start)!.Kid;
        Assert.NotNull(ring.Find(kid, JwsAlgorithm.ES256));
        Assert.Null(ring.Find(kid, JwsAlgorithm.RS256));
        Assert.Null(ring.Find(null, JwsAlgorithm.ES256));
        Assert.Null(ring.Find("", JwsAlgorithm.ES256));
        Assert.Null(ring.Find("../" + kid, JwsAlgorithm.ES256));
        Assert.Null(ring.Signer("none", World.Start));
        Assert.Null(ring.Signer("es256", World.Start));
    }

    static KeyRing Ring(DateTimeOffset signedUntil, DateTimeOffset? nextChange = null, TimeSpan? longest = null)
    {
        var credential = Rings.Ring(PoolId.Default).Signer("ES256", World.Start)!;
        return new(PoolId.Default, [new(credential, signedUntil)], [credential.PublicJwk], [], new(new byte[32], PoolId.Default))
        {
            NextChange = nextChange ?? DateTimeOffset.MaxValue,
            LongestLifetime = longest ?? KeyTimes.LongestLifetime,
        };
    }

    static SigningKey Key(DateTimeOffset? announced, DateTimeOffset? withdrawn = null) => new()
    {
        PoolId = PoolId.Default,
        Kid = "k",
        Algorithm = "ES256",
        Generation = 1,
        PublicJwk = "{}",
        SealedBy = "kek",
        CreatedAt = World.Start,
        AnnouncedAt = announced,
        WithdrawnAt = withdrawn,
    };

    [Fact]
    public void It_knows_when_the_newest_of_its_public_keys_was_announced()
    {
        DateTimeOffset AnnouncedAt(params SigningKey[] keys) => new KeyRing(PoolId.Default, [], [], [], new(new byte[32], PoolId.Default)) { Keys = keys }.AnnouncedAt;
        Assert.Equal(World.Start.AddDays(1), AnnouncedAt(Key(World.Start), Key(World.Start.AddDays(1)), Key(null), Key(World.Start.AddDays(2), World.Start.AddDays(3))));
        Assert.Equal(DateTimeOffset.UnixEpoch, AnnouncedAt(Key(null)));
        Assert.Equal(DateTimeOffset.UnixEpoch, AnnouncedAt());
    }

    [Fact]
    public void A_key_does_not_sign_what_might_outlive_it()
    {
        var ring = Ring(World.Start);
        Assert.NotNull(ring.Signer("ES256", World.Start));
        Assert.Null(ring.Signer("ES256", World.Start.AddTicks(1)));
    }

    [Fact]
    public void The_mark_is_due_to_be_raised_well_before_it_is_reached()
    {
        var ring = Ring(World.Start + KeyTimes.LongestLifetime + KeyTimes.Lease);
        Assert.False(ring.IsLeaseDue(World.Start));
        Assert.True(ring.IsLeaseDue(World.Start + (KeyTimes.Lease / 2)));
    }

    [Theory]
    [InlineData(24)]
    [InlineData(184 * 24)]
    public void The_mark_is_ahead_of_the_longest_lived_tokens_that_the_pool_gives(int hours)
    {
        var longest = TimeSpan.FromHours(hours);
        var ring = Ring(World.Start + longest + KeyTimes.Lease, longest: longest);
        Assert.False(ring.IsLeaseDue(World.Start));
        Assert.True(ring.IsLeaseDue(World.Start + (KeyTimes.Lease / 2)));
        Assert.False(ring.IsLeaseOver(World.Start + KeyTimes.Lease));
        Assert.True(ring.IsLeaseOver(World.Start + KeyTimes.Lease + TimeSpan.FromTicks(1)));
        // The setting was raised a moment ago: nobody signs for so long before the mark has followed.
        var raised = Ring(World.Start + KeyTimes.LongestLifetime + KeyTimes.Lease, longest: longest);
        Assert.True(raised.IsLeaseDue(World.Start));
        Assert.True(raised.IsLeaseOver(World.Start));
        Assert.Null(raised.Signer("ES256", World.Start + longest));
    }

    [Theory]
    [InlineData(3600, 300)]
    [InlineData(301, 300)]
    [InlineData(299.9, 299)]
    [InlineData(60, 60)]
    [InlineData(3, 10)]
    [InlineData(-3600, 10)]
    public void The_set_may_be_kept_for_less_and_less_as_a_change_comes_near(double secondsToChange, int maxAge)
    {
        Assert.Equal(maxAge, Ring(World.Start, World.Start.AddSeconds(secondsToChange)).MaxAge(World.Start));
        Assert.Equal(300, Ring(World.Start).MaxAge(World.Start));
    }
}
