using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Connections;

public sealed class UpstreamProofTests
{
    static readonly DateTimeOffset Now = Providers.Now;

    static Result<DateTimeOffset> AuthTime(string claims, DateTimeOffset? notBefore = null, bool mustSay = false) => UpstreamProof.AuthTime(Providers.Json(claims), notBefore, mustSay, Now);

    [Fact]
    public void What_was_asked_for_says_how_old_a_proof_may_be()
    {
        Assert.Null(UpstreamProof.NotBefore(Prompts.Unset, null, Now));
        Assert.Null(UpstreamProof.NotBefore(Prompts.SelectAccount | Prompts.Consent, null, Now));
        Assert.Equal(Now, UpstreamProof.NotBefore(Prompts.Login, TimeSpan.FromHours(1), Now));
        Assert.Equal(Now.AddMinutes(-5), UpstreamProof.NotBefore(Prompts.Unset, TimeSpan.FromMinutes(5), Now));
        Assert.Equal(DateTimeOffset.UnixEpoch, UpstreamProof.NotBefore(Prompts.Unset, TimeSpan.FromSeconds(uint.MaxValue), Now));
    }

    [Fact]
    public void The_providers_word_counts_and_is_never_ahead_of_our_clock()
    {
        Assert.Equal(Now, AuthTime("{}").Value());
        Assert.Equal(Now, AuthTime("{}", Now).Value());
        Assert.Equal(Now.AddSeconds(-7), AuthTime("""{"auth_time":1799999993}""").Value());
        Assert.Equal(Now, AuthTime("""{"auth_time":1800009999}""").Value());
    }

    [Fact]
    public void To_max_age_a_provider_has_to_say_when_that_was()
    {
        Assert.Equal(Reason.UpstreamProofStale, AuthTime("{}", Now.AddMinutes(-5), mustSay: true).Reason());
        Assert.Equal(Now, AuthTime("""{"auth_time":1800000000}""", Now.AddMinutes(-5), mustSay: true).Value());
    }

    [Fact]
    public void An_older_proof_than_was_asked_for_is_none()
    {
        Assert.Equal(Now.AddSeconds(-60), AuthTime("""{"auth_time":1799999940}""", Now).Value());
        Assert.Equal(Reason.UpstreamProofStale, AuthTime("""{"auth_time":1799999939}""", Now).Reason());
        foreach (var wrong in (string[])["\"1\"", "-1", "1e300", "null"])
            Assert.Equal(Reason.UpstreamIdTokenRefused, AuthTime($$"""{"auth_time":{{wrong}}}""").Reason());
    }
}
