using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.TrustedIssuers;
using Xunit;
using static IdentityServer.Domain.Tests.TrustedIssuers.TrustWorld;

namespace IdentityServer.Domain.Tests.TrustedIssuers;

public sealed class TrustedIssuerDraftsTests
{
    readonly TrustWorld world = new([]);
    readonly TrustedIssuerDrafts drafts;

    public TrustedIssuerDraftsTests() => drafts = Reconcilers.Drafts(world.Store, world.Pools, world.Clock, world, world);

    ValueTask<TrustedIssuerReading> ReadAsync(TrustedIssuerDraft draft, TrustedIssuer? existing = null) => drafts.ReadAsync(draft, Acme, existing, Ct);

    [Fact]
    public async Task A_pasted_token_says_who_and_for_whom_and_shows_what_will_be()
    {
        var reading = await ReadAsync(new() { Token = Signed(SsoClaims(), SsoKey), Roles = new Dictionary<string, MemberRole> { ["u-1"] = MemberRole.Member } });
        Assert.Equal((Sso, "shop", "{sub}", "u-1", MemberRole.Member), (reading.Issuer!.Issuer, reading.Issuer.Audience, reading.Issuer.UserIdExpression, reading.Token!.UserId, reading.Token.Role));
        // Nothing is kept by looking.
        Assert.Empty(await world.Store.ListAsync(Acme, null, 10, Ct));
        // Once it is, the same token is the same user.
        world.Store.Put(reading.Issuer);
        Assert.Equal(reading.Token with { Issuer = null!, Claims = default }, (await world.Verifier.VerifyAsync(Acme, Signed(SsoClaims(), SsoKey), Ct)).Token! with { Issuer = null!, Claims = default });
    }

    [Fact]
    public async Task What_is_wrong_with_it_is_told_as_later()
    {
        Assert.Equal(TrustedFlaw.NotAJwt, (await ReadAsync(new() { Token = "rubbish" })).Flaw);
        Assert.Equal(TrustedFlaw.SignatureWrong, (await ReadAsync(new() { Token = Signed(SsoClaims(), SsoKey)[..^4] + "AAAA" })).Flaw);
        Assert.Equal(TrustedFlaw.UserIdUnmade, (await ReadAsync(new() { Token = Signed(SsoClaims(), SsoKey), UserIdExpression = "{team}" })).Flaw);
        Assert.Equal(TrustedFlaw.Expired, (await ReadAsync(new() { Token = Signed(Claims(iss: Sso, aud: "\"shop\"", who: "\"sub\":\"u\"", times: "\"iat\":1799990000,\"exp\":1799993600"), SsoKey) })).Flaw);
    }

    [Fact]
    public async Task Of_several_audiences_one_has_to_be_named()
    {
        var token = Signed(SsoClaims(aud: "[\"shop\",\"other\"]"), SsoKey);
        Assert.Equal("preferredAudience", (await ReadAsync(new() { Token = token })).Member);
        Assert.Equal("shop", (await ReadAsync(new() { Token = token, Audience = "shop" })).Issuer?.Audience);
        Assert.Equal(TrustedFlaw.AudienceWrong, (await ReadAsync(new() { Token = token, Audience = "mine" })).Flaw);
    }

    [Fact]
    public async Task By_hand_nobody_is_asked()
    {
        var reading = await ReadAsync(new() { Issuer = Sso });
        Assert.Equal(("*", "{sub}"), (reading.Issuer?.Audience, reading.Issuer?.UserIdExpression));
        Assert.Empty(world.Called);
        Assert.Equal("issuer", (await ReadAsync(new())).Member);
        Assert.Equal("issuer", (await ReadAsync(new() { Issuer = "https://id.example/pools/1" })).Member);
        Assert.Equal("userIdExpression", (await ReadAsync(new() { Issuer = Sso, UserIdExpression = "{" })).Member);
    }

    [Fact]
    public async Task A_change_keeps_what_it_does_not_name()
    {
        var before = (await ReadAsync(new() { Issuer = Sso, Audience = "shop", UserIdExpression = "u|{sub}" })).Issuer!;
        var after = (await ReadAsync(new() { Disabled = true }, before)).Issuer!;
        Assert.Equal(before with { Disabled = true, Version = after.Version }, after);
    }
}
