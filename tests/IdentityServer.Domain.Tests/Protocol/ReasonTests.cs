using IdentityServer.Domain.Protocol;
using Xunit;

namespace IdentityServer.Domain.Tests.Protocol;

public sealed class ReasonTests
{
    [Fact]
    public void Every_reason_is_named_like_its_field()
    {
        foreach (var field in typeof(Reason).GetFields().Where(field => field.FieldType == typeof(Reason)))
            Assert.Equal(field.Name, ((Reason)field.GetValue(null)!).Name);
        Assert.True(Reason.All.Count > 70);
        Assert.Equal(Reason.All.Count, Reason.All.Select(reason => reason.Name).Distinct().Count());
        Assert.All(Reason.All, reason => Assert.Equal(reason.Name, reason.ToString()));
    }

    [Fact]
    public void Every_reason_names_the_clause_it_obeys() =>
        Assert.All(Reason.All, reason => Assert.Matches(@"^((RFC [0-9]+|OIDC Core|OAuth 2\.0 Multiple Response Types|OIDC Discovery|RP-Initiated Logout|Back-Channel Logout|Fetch Metadata) (§[0-9]|Appendix [A-Z])|ASVS [0-9]+\.[0-9]+\.[0-9]+$)", reason.Spec));

    // RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E.
    [Fact]
    public void Every_sentence_may_stand_in_an_error_description() => Assert.All(Reason.All, reason =>
    {
        Assert.EndsWith(".", reason.Sentence, StringComparison.Ordinal);
        Assert.All(reason.Sentence, c => Assert.True(c is >= ' ' and <= '~' and not ('"' or '\\'), $"{reason}: {c}"));
    });

    [Fact]
    public void What_must_not_be_told_apart_outside_has_one_face()
    {
        Assert.Single(Reason.All.Where(reason => reason.Code == OAuthCode.InvalidClient).Select(reason => reason.Sentence).Distinct());
        Reason[] codes = [Reason.CodeUnknown, Reason.CodeOfAnotherClient, Reason.CodeExpired, Reason.CodeSpent, Reason.CodeRevoked, Reason.RedirectUriDiffers, Reason.RedirectUriRemoved, Reason.VerifierWrong];
        Assert.Single(codes.Select(reason => (reason.Code, reason.Sentence)).Distinct());
        Reason[] refreshes = [Reason.RefreshTokenUnknown, Reason.RefreshTokenOfAnotherClient, Reason.RefreshTokenExpired, Reason.RefreshTokenRevoked, Reason.RefreshTokenReused];
        Assert.Single(refreshes.Select(reason => (reason.Code, reason.Sentence)).Distinct());
        Reason[] apiKeys = [Reason.ApiKeyMissing, Reason.ApiKeyMalformed, Reason.ApiKeyUnknown, Reason.ApiKeyExpired, Reason.ApiKeyRevoked,
            Reason.MemberSessionMalformed, Reason.MemberSessionUnknown, Reason.MemberSessionExpired, Reason.MemberSessionRevoked];
        Assert.Single(apiKeys.Select(reason => (reason.Code, reason.Sentence)).Distinct());
        Reason[] bearers = [Reason.BearerInvalid, Reason.BearerRevoked, Reason.BearerMissing];
        Assert.Single(bearers.Select(reason => (reason.Code, reason.Sentence)).Distinct());
    }
}
