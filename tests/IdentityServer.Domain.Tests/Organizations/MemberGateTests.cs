using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Organizations;

public sealed class MemberGateTests
{
    readonly MemoryMemberSessions sessions = new();
    readonly ManualClock clock = new(World.Start);
    readonly BearerSecret secret = BearerSecret.New(BearerSecret.Session);
    readonly Member member = new() { Id = "m", OrganizationId = "acme", Email = "a@b", NormalizedEmail = "A@B", Role = MemberRole.Admin, CreatedAt = World.Start };

    MemberGate Gate => new(sessions, clock);

    async Task<Reason?> RefusedAsync(string bearer) =>
        (await Gate.CheckAsync(bearer, TestContext.Current.CancellationToken)).Try(out _, out var no) ? null : no.Reason;

    [Fact]
    public async Task A_live_session_opens_with_its_member_as_it_is_now()
    {
        sessions.Rows.Add(new(MemberSessionTests.Of(secret), member));
        member.Role = MemberRole.ReadOnly;
        Assert.True((await Gate.CheckAsync(secret.Reveal(), TestContext.Current.CancellationToken)).Try(out var found, out _));
        Assert.Equal(MemberRole.ReadOnly, found.Member.Role);
    }

    [Fact]
    public async Task Each_way_to_fail_has_its_private_name()
    {
        Assert.Equal(Reason.MemberSessionUnknown, await RefusedAsync(secret.Reveal()));
        sessions.Rows.Add(new(MemberSessionTests.Of(secret), member));
        clock.Now += MemberSession.Lifetime;
        Assert.Equal(Reason.MemberSessionExpired, await RefusedAsync(secret.Reveal()));
        sessions.Rows[0] = new(MemberSessionTests.Of(secret, World.Start), member);
        Assert.Equal(Reason.MemberSessionRevoked, await RefusedAsync(secret.Reveal()));
    }

    [Fact]
    public async Task What_we_never_made_costs_no_read()
    {
        var real = secret.Reveal();
        string[] others = ["", "garbage", BearerSecret.New(BearerSecret.ApiKey).Reveal(), real[..^1], real[..^1] + (real[^1] == '0' ? '1' : '0'), real + "0", BearerSecret.Session + new string('a', 46)];
        foreach (var other in others) Assert.Equal(Reason.MemberSessionMalformed, await RefusedAsync(other));
        Assert.Equal(0, sessions.Reads);
    }
}
