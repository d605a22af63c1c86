using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Connections;

/// <summary>The list of Back-Channel Logout 1.0 §2.6.</summary>
public sealed class UpstreamLogoutTokenTests
{
    const string Good = """{"iss":"https://accounts.example","aud":"shop","sub":"u","sid":"s","jti":"1","exp":1800000120,"iat":1800000000,"events":{"http://schemas.openid.net/event/backchannel-logout":{}}}""";

    static Result<LogoutNotice> Read(string claims, string typ = "logout+jwt", string subject = "{sub}", params string[] algorithms) =>
        UpstreamLogoutToken.Read(Jose.Tokens.Read(Jose.Tokens.Signed(claims, typ: typ)), Providers.Keys, Providers.Connection(subject: subject), algorithms, Providers.Now);

    [Theory]
    [InlineData("logout+jwt")]
    [InlineData("application/logout+jwt")]
    [InlineData("JWT")]
    public void A_good_one_says_who_and_which(string typ) =>
        Assert.Equal(new LogoutNotice("u", "s", "1", Providers.Now.AddSeconds(120)), Read(Good, typ).Value());

    [Fact]
    public void One_of_both_is_enough()
    {
        Assert.Equal(("u", null), (Read(Providers.With(Good, ("sid", null))).Value().Subject, Read(Providers.With(Good, ("sid", null))).Value().Sid));
        Assert.Null(Read(Providers.With(Good, ("sub", null))).Value().Subject);
    }

    [Fact]
    public void A_subject_of_several_claims_is_not_in_it_and_the_session_alone_counts()
    {
        Assert.Equal((null, "s"), (Read(Good, subject: "{iss}|{sub}").Value().Subject, Read(Good, subject: "{iss}|{sub}").Value().Sid));
        Assert.Equal(Reason.LogoutTokenRefused, Read(Providers.With(Good, ("sid", null)), subject: "{iss}|{sub}").Reason());
    }

    [Fact]
    public void Everything_else_is_refused()
    {
        (string Name, object? Value)[] rows =
        [
            ("iss", "https://accounts.example/"), ("aud", "other"), ("exp", null), ("exp", 1799999940), ("exp", 1800003661), ("iat", null), ("iat", 1800000061), ("iat", 1799990000),
            ("nonce", "n"), ("nonce", 1), ("jti", null), ("jti", ""), ("jti", 1), ("sub", 1), ("sub", ""), ("sid", 1), ("sid", new string('s', 256)),
            ("events", null), ("events", "http://schemas.openid.net/event/backchannel-logout"), ("events", new Dictionary<string, int>()),
            ("events", new Dictionary<string, int> { ["http://schemas.openid.net/event/backchannel-logout"] = 1 }),
        ];
        foreach (var (name, value) in rows) Assert.True(Read(Providers.With(Good, (name, value))).Reason() == Reason.LogoutTokenRefused, $"{name} {value}");
        Assert.Equal(Reason.LogoutTokenRefused, Read(Providers.With(Good, ("sub", null), ("sid", null))).Reason());
        Assert.Equal(Reason.LogoutTokenRefused, Read(Good, typ: "at+jwt").Reason());
        Assert.Equal(Reason.LogoutTokenRefused, Read(Good, "JWT", "{sub}", "RS256").Reason());
    }
}
