using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Sessions;

public sealed class SessionLifetimeTests
{
    readonly World world = new();

    bool IsLive(SessionOfUser signedIn) => SessionLifetime.IsLive(signedIn.Session, signedIn.User, world.Clock.Now);

    [Fact]
    public void A_session_in_use_lives_until_its_absolute_end()
    {
        var session = world.SignIn();
        for (var day = 0; day < 14 * 4; day++)
        {
            Assert.True(IsLive(session));
            world.Clock.Advance(TimeSpan.FromHours(6));
            session.Session.LastSeenAt = world.Clock.Now;
        }
        Assert.False(IsLive(session));
    }

    [Fact]
    public void A_session_that_nobody_uses_ends()
    {
        var session = world.SignIn();
        world.Clock.Advance(SessionLifetime.Idle);
        Assert.True(IsLive(session));
        world.Clock.Advance(SessionLifetime.TouchEvery);
        Assert.False(IsLive(session));
    }

    [Fact]
    public void Ending_it_disabling_the_user_and_a_changed_credential_end_it_at_once()
    {
        var session = world.SignIn();
        session.Session.EndedAt = world.Clock.Now;
        Assert.False(IsLive(session));

        session = world.SignIn();
        world.User.Disabled = true;
        Assert.False(IsLive(session));
        world.User.Disabled = false;
        Assert.True(IsLive(session));
        world.User.SecurityStamp = "stamp-2";
        Assert.False(IsLive(session));
    }
}
