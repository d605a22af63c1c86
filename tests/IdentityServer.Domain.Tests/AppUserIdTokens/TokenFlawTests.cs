using IdentityServer.Domain.AppUserIdTokens;
using Xunit;

namespace IdentityServer.Domain.Tests.AppUserIdTokens;

public sealed class TokenFlawTests
{
    /// <summary>Programs have these written down: a new one is added here, an old one never changes.</summary>
    const string Promised = """
        alg_key_mismatch alg_missing alg_none alg_not_allowed alg_symmetric alg_unknown audience_missing audience_wrong
        client_disabled client_is_a_service client_unknown critical_header duplicate_member exp_malformed exp_missing expired
        iat_malformed iat_missing id_claim_empty_or_too_long id_claim_missing id_claim_not_a_string issued_in_the_future
        issuer_missing issuer_wrong jwks_address_forbidden jwks_certificate jwks_compressed jwks_empty jwks_html jwks_malformed
        jwks_no_usable_key jwks_not_found jwks_not_json jwks_not_public jwks_private_key jwks_redirected jwks_status
        jwks_timed_out jwks_too_large jwks_unreachable key_too_weak key_unusable keys_unavailable kid_malformed kid_missing
        kid_of_another_pool kid_unknown kind_wrong lifetime_too_long nbf_malformed not_a_jwt not_base64url not_json
        not_yet_valid pool_disabled pool_of_another_client pool_unknown signature_missing signature_wrong token_encrypted
        token_too_large
        """;

    [Fact]
    public void Codes_are_the_ones_that_were_promised() => Assert.Equal(
        Promised.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries), TokenFlaw.All.Select(flaw => flaw.Code).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_says_in_one_sentence_what_is_wrong_and_in_another_what_to_do() => Assert.All(TokenFlaw.All, flaw =>
    {
        foreach (var sentence in (string[])[flaw.Sentence, flaw.Next])
        {
            Assert.Matches(@"^[A-Z][\x20-\x7e]{10,}[^.]\.$", sentence);
            Assert.DoesNotMatch(@"\. [A-Z]", sentence);
        }
        Assert.NotEqual(flaw.Sentence, flaw.Next);
        Assert.Equal(flaw.Code, flaw.ToString());
    });
}
