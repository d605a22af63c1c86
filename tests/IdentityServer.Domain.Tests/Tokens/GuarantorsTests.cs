using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tokens;
using Xunit;

namespace IdentityServer.Domain.Tests.Tokens;

/// <summary>S058.</summary>
public sealed class GuarantorsTests
{
    readonly ExchangeWorld world = new();

    ValueTask<bool> IsLiveAsync(string id) => new Guarantors(world.World.Organizations, world.World.TrustedIssuers, world.World.UserPools).IsLiveAsync(PoolId.Default, id, World.Ct);

    [Fact]
    public async Task A_trusted_issuer_and_a_self_provided_pool_of_the_organization_vouch_until_they_are_disabled_or_gone()
    {
        Assert.True(await IsLiveAsync("ti-1"));
        world.World.TrustedIssuers.Put(world.Issuer with { Disabled = true });
        Assert.False(await IsLiveAsync("ti-1"));
        await world.World.TrustedIssuers.RemoveAsync(world.Issuer, null, new(AuditRecord.Of(world.World.Clock, AuditAction.TrustedIssuerRemoved, Actors.System, "ti-1")), World.Ct);
        Assert.False(await IsLiveAsync("ti-1"));

        Assert.True(await IsLiveAsync("pool-pinned"));
        world.World.UserPools.Put(world.Pool with { Disabled = true });
        Assert.False(await IsLiveAsync("pool-pinned"));
        world.World.UserPools.Put(world.Pool with { DeletedAt = World.Start });
        Assert.False(await IsLiveAsync("pool-pinned"));
    }

    [Fact]
    public async Task Nobody_elses_vouch_and_no_hosted_pool()
    {
        world.World.TrustedIssuers.Put(ExchangeWorld.NewIssuer("ti-9", "https://other.example", "org-globex"));
        foreach (var id in (string[])["ti-9", "pool-globex", "pool-hosted", "default", "", "nobody"]) Assert.False(await IsLiveAsync(id));
        var nobodys = new World();
        Assert.False(await new Guarantors(nobodys.Organizations, world.World.TrustedIssuers, world.World.UserPools).IsLiveAsync(PoolId.Default, "ti-1", World.Ct));
    }

    [Fact]
    public async Task A_token_dies_with_its_issuer_and_userinfo_never_takes_it()
    {
        var token = World.Text((await world.ExchangeAsync(world.Trusted())).Value().AccessToken);
        var live = (await world.World.AccessTokens.ReadAsync(world.World.Pool, token, World.Ct)).Value();
        Assert.Null(live.User);
        Assert.Equal(Reason.BearerWithoutUser, (await new UserInfo(world.World.AccessTokens).RunAsync(world.World.Pool, token, World.Ct)).Reason());
        world.World.TrustedIssuers.Put(world.Issuer with { Disabled = true });
        Assert.Equal(Reason.BearerRevoked, (await world.World.AccessTokens.ReadAsync(world.World.Pool, token, World.Ct)).Reason());
    }
}
