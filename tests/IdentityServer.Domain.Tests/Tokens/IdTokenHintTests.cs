using System.Text;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Tokens;

/// <summary>S007, S070.</summary>
public sealed class IdTokenHintTests
{
    readonly World world = new();

    string Signed(string claims, string typ = "JWT") => JwtWriter.Write(world.Rings.Default.Signer("RS256", World.Start)!, typ, Encoding.UTF8.GetBytes(claims));

    const string Good = """{"iss":"https://id.example","sub":"alice","aud":"web","iat":1700000000,"exp":1700003600,"sid":"s"}""";

    [Fact]
    public async Task Our_own_id_token_names_its_user_client_and_session_even_when_it_has_expired()
    {
        var token = World.Text((await world.TokensAsync("openid")).IdToken);
        world.Clock.Advance(TimeSpan.FromDays(300));
        var hint = world.Hints.Read(world.Pool, token);
        Assert.Equal((world.User.Id, world.Web.Id, new SessionId("sid-1")), (hint!.User, hint.Client, hint.Session));
        Assert.Equal(new("alice"), world.Hints.Read(world.Pool, Signed(Good))!.User);
    }

    // Read before the signature is checked: a forged token must not throw.
    [Theory]
    [InlineData("""{"iat":"1700000000"}""")]
    [InlineData("""{"iat":null}""")]
    [InlineData("""{"iat":{}}""")]
    [InlineData("""{"iat":[1]}""")]
    [InlineData("""{"iat":true}""")]
    [InlineData("""{"iat":1.5}""")]
    [InlineData("""{"iat":-1}""")]
    [InlineData("""{"iat":1e300}""")]
    [InlineData("""{"iat":253402300800}""")]
    [InlineData("""{"iat":9223372036854775807}""")]
    [InlineData("{}")]
    public void A_forged_token_of_any_shape_is_refused_without_an_exception(string claims)
    {
        Assert.Null(world.Hints.Read(world.Pool, Jose.Tokens.Unsigned("""{"alg":"RS256","typ":"JWT"}""", claims)));
        Assert.Null(world.Hints.Read(world.Pool, Signed(claims)));
    }

    [Theory]
    [InlineData("""{"iss":"https://id.example","aud":"web","iat":1700000000,"exp":1700003600}""")]
    [InlineData("""{"iss":"https://id.example","sub":7,"aud":"web","iat":1700000000,"exp":1700003600}""")]
    [InlineData("""{"iss":"https://id.example","sub":"alice","aud":["web"],"iat":1700000000,"exp":1700003600}""")]
    [InlineData("""{"iss":"https://evil.example","sub":"alice","aud":"web","iat":1700000000,"exp":1700003600}""")]
    [InlineData("""{"iss":"https://id.example","sub":"alice","aud":"web","iat":1700000000}""")]
    public void A_token_that_lacks_something_is_no_hint(string claims) => Assert.Null(world.Hints.Read(world.Pool, Signed(claims)));

    [Fact]
    public async Task Neither_rubbish_nor_none_nor_another_kind_nor_another_pool_is_a_hint()
    {
        var tokens = await world.TokensAsync("openid");
        var good = World.Text(tokens.IdToken);
        foreach (var text in (string[])["", "x", "a.b.c", good + "A", good[..^2], good[..good.LastIndexOf('.')] + ".", Jose.Tokens.Unsigned("""{"alg":"none","typ":"JWT"}""", Good),
            World.Text(tokens.AccessToken), tokens.RefreshToken ?? "", Signed(Good, "logout+jwt"), Jose.Tokens.Signed(Good)])
            Assert.Null(world.Hints.Read(world.Pool, text));
        Assert.Null(world.Hints.Read(new(new("other"), "https://id.example"), good));
        Assert.Null(world.Hints.Read(world.Pool with { Issuer = "https://id.example/" }, good));
    }

    [Fact]
    public void A_session_is_not_always_named() =>
        Assert.Null(world.Hints.Read(world.Pool, Signed("""{"iss":"https://id.example","sub":"alice","aud":"web","iat":1700000000,"exp":1700003600}"""))!.Session);
}
