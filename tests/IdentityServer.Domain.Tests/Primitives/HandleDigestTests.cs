using IdentityServer.Domain.Primitives;
using Xunit;

namespace IdentityServer.Domain.Tests.Primitives;

public sealed class HandleDigestTests
{
    // The hash of "abc" from FIPS 180-2 Appendix B.1, in base64url.
    [Fact]
    public void It_is_sha_256_in_base64url() =>
        Assert.Equal("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0", HandleDigest.Of("abc").Value);

    [Fact]
    public void Long_and_unusual_secrets_have_digests_too()
    {
        var seen = new HashSet<string>();
        foreach (var secret in (string[])["", "a", "ä", new string('x', 169), new string('x', 170), new string('x', 171), new string('€', 5000)])
        {
            var digest = HandleDigest.Of(secret);
            Assert.Equal(43, digest.Value.Length);
            Assert.True(seen.Add(digest.Value));
            Assert.Equal(digest, HandleDigest.Of(secret));
        }
    }

    [Fact]
    public void Bytes_have_the_digest_of_the_text_they_are()
    {
        Assert.Equal(HandleDigest.Of("ab\u00e4"), HandleDigest.Of("ab\u00e4"u8));
        Assert.Equal(HandleDigest.Of(""), HandleDigest.Of(ReadOnlySpan<byte>.Empty));
        Assert.NotEqual(HandleDigest.Of([0xFF, 0x00]), HandleDigest.Of([0xFF]));
    }

    [Fact]
    public void Only_eight_characters_are_shown()
    {
        Assert.Equal("ungWv48B", HandleDigest.Of("abc").ToString());
        Assert.Equal("", default(HandleDigest).ToString());
    }
}
