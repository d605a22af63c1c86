using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Authorize;

/// <summary>S019, S022.</summary>
public sealed class PkceTests
{
    [Fact]
    public void The_vector_of_RFC_7636_Appendix_B_holds() => Assert.True(Pkce.Verify(World.Challenge, World.Verifier));

    [Fact]
    public void A_challenge_of_ours_is_that_of_its_verifier() => Assert.Equal(World.Challenge, Pkce.ChallengeOf(World.Verifier));

    [Fact]
    public void A_verifier_has_43_to_128_characters()
    {
        Assert.False(Pkce.Verify(World.Challenge, World.Verifier[..42]));
        Assert.False(Pkce.Verify(World.Challenge, World.Verifier + new string('a', 86)));
        foreach (var length in (int[])[42, 43, 128, 129])
        {
            var verifier = new string('~', length);
            var challenge = System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(verifier)));
            Assert.Equal(length is 43 or 128, Pkce.Verify(challenge, verifier));
        }
    }

    [Theory]
    [InlineData(World.Challenge)]
    [InlineData("")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX ")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX+")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXä")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk\0")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk=")]
    public void A_wrong_verifier_is_refused(string verifier) => Assert.False(Pkce.Verify(World.Challenge, verifier));

    [Theory]
    [InlineData(World.Challenge, true)]
    [InlineData("", false)]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c", false)]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cMM", false)]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c=", false)]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c.", false)]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c~", false)]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM", false)]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw cM", false)]
    public void A_challenge_is_43_characters_of_base64url(string text, bool isOne) => Assert.Equal(isOne, Pkce.IsChallenge(text));
}
