using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Primitives;

public sealed class IdsTests
{
    readonly ManualClock clock = new(World.Start);

    // RFC 9562 §5.7: the first 48 bits are the time, the version is 7.
    [Fact]
    public void New_ids_are_version_7_and_carry_the_clocks_time()
    {
        var id = Guid.Parse(Ids.NewUuid(clock));
        Assert.Equal(7, id.Version);
        Assert.StartsWith(World.Start.ToUnixTimeMilliseconds().ToString("x12", null), id.ToString("N"), StringComparison.Ordinal);
        Assert.NotEqual(UserId.New(clock), UserId.New(clock));
        Assert.NotEqual(SessionId.New(clock), SessionId.New(clock));
        Assert.NotEqual(FamilyId.New(clock), FamilyId.New(clock));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("https://app.example/~x", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData(" a", false)]
    [InlineData("a ", false)]
    [InlineData("a\tb", false)]
    [InlineData("a\0b", false)]
    [InlineData("ä", false)]
    [InlineData("ｗeb", false)]
    [InlineData("a\u007f", false)]
    public void Well_formed_is_visible_ascii(string? text, bool wellFormed) => Assert.Equal(wellFormed, Ids.IsWellFormed(text));

    [Fact]
    public void Well_formed_ends_at_255_characters()
    {
        Assert.True(Ids.IsWellFormed(new('x', 255)));
        Assert.False(Ids.IsWellFormed(new('x', 256)));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("auth0|5f7c8ec7c33c6c004bbafe82", true)]
    [InlineData("Zoë 👩‍🚀", true)]
    [InlineData("\uE000", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData(" \u00a0", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\0", false)]
    [InlineData("a\u0085", false)]
    public void Text_is_what_every_database_holds(string? text, bool isText) => Assert.Equal(isText, Ids.IsText(text));

    [Fact]
    public void Text_has_no_half_characters_and_ends_at_255()
    {
        Assert.False(Ids.IsText("a\ud800"));
        Assert.False(Ids.IsText("\udc00a"));
        Assert.True(Ids.IsText(new('x', 255)));
        Assert.False(Ids.IsText(new('x', 256)));
    }

    // RFC 9562 §4, in the one spelling that we write.
    [Theory]
    [InlineData("0197f5b0-0000-7000-8000-000000000001", true)]
    [InlineData("00000000-0000-0000-0000-000000000000", true)]
    [InlineData("0197F5b0-0000-7000-8000-000000000001", false)]
    [InlineData("{0197f5b0-0000-7000-8000-00000000001}", false)]
    [InlineData("0197f5b000007000800000000000000100000", false)]
    [InlineData("0197f5b0-0000-7000-8000-00000000000g", false)]
    [InlineData("0197f5b0-0000-7000-8000-00000000001 ", false)]
    [InlineData("default", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_uuid_has_one_spelling(string? text, bool isOne) => Assert.Equal(isOne, Ids.IsUuid(text));

    [Fact]
    public void A_new_id_is_a_uuid() => Assert.True(Ids.IsUuid(Ids.NewUuid(clock)));

    [Fact]
    public void Ids_show_their_value()
    {
        Assert.Equal("default", PoolId.Default.ToString());
        Assert.Equal("web", new ClientId("web").ToString());
        Assert.Equal("u", new UserId("u").ToString());
        Assert.Equal("s", new SessionId("s").ToString());
        Assert.Equal(32, FamilyId.New(clock).ToString().Length);
        Assert.NotEqual(new ClientId("web"), new ClientId("Web"));
    }
}
