using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IdentityServer.Domain.Pools;
using Xunit;

namespace IdentityServer.Domain.Tests.Pools;

public sealed class ClaimPathTests
{
    static JsonElement Json(string text) => JsonElement.Parse(text);

    static ClaimPath Path(string text)
    {
        Assert.True(ClaimPath.TryParse(text, out var path), text);
        return path;
    }

    [Theory]
    [InlineData("sub", """{"sub":"u"}""", "u")]
    [InlineData("sub", """{"Sub":"x","sub":"u"}""", "u")]
    [InlineData("sub", """{"\u0073ub":"u"}""", "u")]
    [InlineData("user.id", """{"user":{"id":"u"}}""", "u")]
    [InlineData("user.id", """{"user":{"id":"x"},"user.id":"u"}""", "u")]
    [InlineData("a.b.c", """{"a":{"b":{"c":"x"},"b.c":"u"}}""", "u")]
    [InlineData("https://acme.example/claims.user.id", """{"https://acme.example/claims":{"user":{"id":"u"}}}""", "u")]
    [InlineData("https://acme.example/claims.user.id", """{"https://acme.example/claims.user.id":"u"}""", "u")]
    [InlineData("https://acme.example/user_id", """{"https://acme.example/user_id":"u"}""", "u")]
    [InlineData("größe.id", """{"größe":{"id":"u"}}""", "u")]
    [InlineData("sub", """{}""", null)]
    [InlineData("sub", """{"SUB":"x"}""", null)]
    [InlineData("sub", """{"user":{"sub":"x"}}""", null)]
    [InlineData("user.id", """{"user":"x"}""", null)]
    [InlineData("user.id", """{"user":["id"]}""", null)]
    [InlineData("user.id", """{"user":{"ID":"x"}}""", null)]
    [InlineData("user.id", """{"id":"x"}""", null)]
    [InlineData("user.id", """{"user":null}""", null)]
    public void Dots_descend_and_the_longest_name_wins(string path, string claims, string? expected)
    {
        var found = Path(path).TryFind(Json(claims), out var value);
        Assert.Equal(expected, found ? value.GetString() : null);
    }

    // Otherwise a token could offer two ids, and which of them counts would depend on what else is in it.
    [Fact]
    public void From_a_name_that_has_won_there_is_no_way_back() =>
        Assert.False(Path("a.b.c").TryFind(Json("""{"a.b":"x","a":{"b":{"c":"y"}}}"""), out _));

    [Theory]
    [InlineData("17")]
    [InlineData("null")]
    [InlineData("""{"x":1}""")]
    public void What_is_found_is_found_whatever_it_is(string value)
    {
        Assert.True(Path("sub").TryFind(Json($$"""{"sub":{{value}}}"""), out var found));
        Assert.Equal(value, found.GetRawText());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData(".sub")]
    [InlineData("sub.")]
    [InlineData("a..b")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    public void What_is_no_way_is_refused(string? text) => Assert.False(ClaimPath.TryParse(text, out _));

    [Fact]
    public void A_way_has_at_most_255_characters_and_16_dots()
    {
        Assert.True(ClaimPath.TryParse(new('x', 255), out _));
        Assert.False(ClaimPath.TryParse(new('x', 256), out _));
        Assert.True(ClaimPath.TryParse(string.Join('.', Enumerable.Repeat("x", 17)), out _));
        Assert.False(ClaimPath.TryParse(string.Join('.', Enumerable.Repeat("x", 18)), out _));
        Assert.False(ClaimPath.TryParse("\ud800", out _));
    }

    [Fact]
    public void What_was_nested_by_names_is_found_by_them() => Prop.ForAll<NonEmptyArray<NonEmptyString>>(words =>
    {
        var names = words.Get.Select(word => word.Get).Take(10).ToArray();
        var json = names.Reverse().Aggregate("\"u\"", (inner, name) => "{" + JsonSerializer.Serialize(name) + ":" + inner + "}");
        // Names that are no text, or have dots that make another way, are not this property's.
        if (!ClaimPath.TryParse(string.Join('.', names), out var path)) return true;
        return path.TryFind(Json(json), out var value) && value.GetString() == "u";
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_makes_it_throw() => Prop.ForAll<string, string>((text, name) =>
    {
        if (ClaimPath.TryParse(text, out var path)) path.TryFind(Json("{" + JsonSerializer.Serialize(name ?? "") + ":{}}"), out _);
        return true;
    }).QuickCheckThrowOnFailure();
}
