using IdentityServer.Domain.Users;
using Xunit;

namespace IdentityServer.Domain.Tests.Users;

public sealed class UserNamesTests
{
    [Theory]
    [InlineData("alice", "ALICE")]
    [InlineData("  Alice\u00A0", "ALICE")]
    [InlineData("\uFF21lice", "ALICE")]
    [InlineData("zoe\u0308", "ZO\u00CB")]
    [InlineData("zo\u00EB", "ZO\u00CB")]
    [InlineData("\uFB01n", "FIN")]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("a\0b", "")]
    public void Spellings_that_people_take_for_one_name_are_one(string? name, string normalized) => Assert.Equal(normalized, UserNames.Normalize(name));

    [Fact]
    public void Normalizing_twice_is_normalizing_once()
    {
        for (var point = 1; point <= 0x1FFFF; point++)
        {
            if (point is >= 0xD800 and <= 0xDFFF) continue;
            var once = UserNames.Normalize("x" + char.ConvertFromUtf32(point) + "\u0301");
            Assert.Equal(once, UserNames.Normalize(once));
        }
    }

    [Theory]
    [InlineData("alice", null)]
    [InlineData("alice@acme.test", null)]
    [InlineData("Zoë Ångström", null)]
    [InlineData("李雷", null)]
    [InlineData("", "must not be empty")]
    [InlineData(" \u3000", "must not be empty")]
    [InlineData("a\nb", "must not contain control characters or invisible characters")]
    [InlineData("a\u202Eb", "must not contain control characters or invisible characters")]
    public void A_username_is_text_that_can_be_seen(string name, string? problem) => Assert.Equal(problem, UserNames.Problem(name));

    // Not as attributes: those are UTF-8, where a half character cannot be written.
    [Fact]
    public void Half_a_character_is_no_text()
    {
        foreach (var name in (string[])["a\uD800", "\uDC00a", "\uD800\uD800\uDC00"])
        {
            Assert.Equal("", UserNames.Normalize(name));
            Assert.Equal("must be text without NUL and without half characters", UserNames.Problem(name));
        }
    }

    [Fact]
    public void A_username_has_an_end()
    {
        Assert.Null(UserNames.Problem(new string('a', 256)));
        Assert.Equal("must have at most 256 characters", UserNames.Problem(new string('a', 257)));
        // One character that becomes eighteen.
        Assert.Equal("must have at most 256 characters", UserNames.Problem(new string('\uFDFA', 20)));
        Assert.Equal("", UserNames.Normalize(new string('a', 1025)));
    }
}
