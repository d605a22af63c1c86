using IdentityServer.Domain.Logout;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tokens;
using Xunit;

namespace IdentityServer.Domain.Tests.Logout;

/// <summary>S069, S070: who is asked, and who may go back by themselves.</summary>
public sealed class LogoutRequestTests
{
    readonly World world = new();

    static LogoutRequest Of(Hint? hint) => new(hint, "web", "The client web", "https://app.example/bye", null);

    Hint Hint(string? session = "sid-1") => new(world.User.Id, new("web"), session is null ? null : new(session));

    [Fact]
    public void Without_a_hint_the_user_is_asked_and_nobody_returns()
    {
        foreach (var request in (LogoutRequest[])[LogoutRequest.Plain, Of(null)])
            foreach (var session in (SessionOfUser?[])[null, world.SignIn()])
                Assert.Equal((true, false), (request.MustAsk(session), request.MayReturn(session)));
    }

    [Fact]
    public void A_hint_for_this_very_session_asks_nothing()
    {
        foreach (var hint in (Hint[])[Hint(), Hint(session: null)])
            foreach (var session in (SessionOfUser?[])[null, world.SignIn()])
                Assert.Equal((false, true), (Of(hint).MustAsk(session), Of(hint).MayReturn(session)));
    }

    [Fact]
    public void A_hint_for_another_session_of_the_user_asks_and_then_returns()
    {
        var other = world.SignIn(id: "sid-2");
        Assert.Equal((true, true), (Of(Hint()).MustAsk(other), Of(Hint()).MayReturn(other)));
    }

    [Fact]
    public void A_hint_for_another_user_asks_and_does_not_return()
    {
        var bobs = world.SignIn(World.NewUser("bob"));
        Assert.Equal((true, false), (Of(Hint()).MustAsk(bobs), Of(Hint()).MayReturn(bobs)));
    }

    [Fact]
    public void State_joins_the_query_that_is_there_and_nothing_is_added_without_it()
    {
        Assert.Equal("https://a/b?c=d&state=%23", (LogoutRequest.Plain with { RedirectUri = "https://a/b?c=d", State = "#" }).Destination);
        Assert.Equal("https://app.example/bye?state=a%20b%26c", (Of(null) with { State = "a b&c" }).Destination);
        Assert.Equal("https://a/b", (LogoutRequest.Plain with { RedirectUri = "https://a/b" }).Destination);
        Assert.Null((LogoutRequest.Plain with { State = "s" }).Destination);
    }
}
