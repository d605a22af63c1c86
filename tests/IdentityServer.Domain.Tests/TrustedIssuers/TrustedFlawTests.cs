using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.TrustedIssuers;
using Xunit;

namespace IdentityServer.Domain.Tests.TrustedIssuers;

public sealed class TrustedFlawTests
{
    /// <summary>Programs have these written down: a new one is added here, an old one never changes.</summary>
    const string Promised = """
        alg_key_mismatch alg_missing alg_none alg_symmetric alg_unknown audience_ambiguous audience_wrong critical_header
        duplicate_member exp_malformed exp_missing expired iat_malformed iat_missing issued_in_the_future issuer_disabled
        issuer_missing issuer_ours issuer_untrusted kid_malformed kid_missing kid_unknown kind_wrong lifetime_too_long
        nbf_malformed not_a_jwt not_base64url not_json not_yet_valid signature_missing signature_wrong token_encrypted
        token_too_large user_id_taken user_id_unmade
        """;

    [Fact]
    public void Codes_are_the_ones_that_were_promised() => Assert.Equal(
        Promised.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries), TrustedFlaw.All.Select(flaw => flaw.Code).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_says_in_one_sentence_what_is_wrong_and_in_another_what_to_do() => Assert.All(TrustedFlaw.All, flaw =>
    {
        foreach (var sentence in (string[])[flaw.Sentence, flaw.Next])
        {
            Assert.Matches(@"^[A-Z][\x20-\x7e]{10,}[^.]\.$", sentence);
            Assert.DoesNotMatch(@"\. [A-Z]", sentence);
        }
        Assert.NotEqual(flaw.Sentence, flaw.Next);
        Assert.Equal(flaw.Code, flaw.ToString());
    });

    [Fact]
    public void What_goes_wrong_with_any_token_has_one_code_wherever_it_is_met()
    {
        string[] own = ["audience_ambiguous", "issuer_disabled", "issuer_ours", "issuer_untrusted", "user_id_taken", "user_id_unmade"];
        Assert.Equal(own, TrustedFlaw.All.Select(flaw => flaw.Code).Except(TokenFlaw.All.Select(flaw => flaw.Code)).Order(StringComparer.Ordinal));
    }
}
