using IdentityServer.Domain.Discovery;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Domain.TrustedIssuers;
using Xunit;
using static IdentityServer.Domain.Tests.TrustedIssuers.TrustWorld;

namespace IdentityServer.Domain.Tests.TrustedIssuers;

public sealed class TrustedKeysTests
{
    readonly TrustWorld world = new();

    async Task<TrustedKeysAtHand> Of(TrustedIssuer issuer, SigningCredential key) => await world.Keys.FindAsync(issuer, key.Kid, key.Algorithm, Ct);

    [Fact]
    public async Task They_are_at_the_jwksUri_and_nobody_else_is_asked()
    {
        Assert.NotNull((await Of(CiIssuer, CiKey)).Keys?.Find(CiKey.Kid, CiKey.Algorithm));
        Assert.Equal([CiKeys], world.Called);
    }

    [Fact]
    public async Task Or_where_the_discovery_document_says()
    {
        Assert.NotNull((await Of(SsoIssuer, SsoKey)).Keys?.Find(SsoKey.Kid, SsoKey.Algorithm));
        Assert.Equal([Sso, SsoKeys], world.Called);
    }

    [Fact]
    public async Task What_keeps_them_away_is_told()
    {
        world.Documents[Sso] = new(null, DiscoveryProblem.IssuerDiffers, "it names another");
        Assert.Equal((null, TrustedFlawTable.Of(DiscoveryProblem.IssuerDiffers), "it names another"), await Told(SsoIssuer));
        world.Published[CiKeys] = JwksAnswer.Failed(JwksProblem.StatusWrong, "503");
        Assert.Equal((null, TrustedFlawTable.Of(JwksProblem.StatusWrong), "503"), await Told(CiIssuer));
        Assert.Equal((null, TrustedFlawTable.Of(JwksProblem.UrlForbidden), null), await Told(CiIssuer with { JwksUri = "keys" }));

        async Task<(IVerificationKeys?, TrustedFlaw?, string?)> Told(TrustedIssuer issuer)
        {
            var found = await Of(issuer, CiKey);
            return (found.Keys, found.Flaw, found.Detail);
        }
    }

    [Fact]
    public async Task The_last_good_ones_come_with_what_is_wrong_now()
    {
        Assert.Null((await Of(CiIssuer, CiKey)).Detail);
        world.Published[CiKeys] = JwksAnswer.Failed(JwksProblem.StatusWrong, "503");
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        var found = await Of(CiIssuer, CiKey);
        Assert.NotNull(found.Keys);
        Assert.Null(found.Flaw);
        Assert.EndsWith("(503)", found.Detail, StringComparison.Ordinal);
    }
}
