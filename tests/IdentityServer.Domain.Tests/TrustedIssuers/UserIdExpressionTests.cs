using System.Text;
using System.Text.Json;
using IdentityServer.Domain.TrustedIssuers;
using Xunit;

namespace IdentityServer.Domain.Tests.TrustedIssuers;

public sealed class UserIdExpressionTests
{
    static UserIdExpression Parsed(string text)
    {
        Assert.True(UserIdExpression.TryParse(text, out var expression, out var problem), problem);
        Assert.Equal("", problem);
        return expression;
    }

    static string? Id(string text, string claims) => Parsed(text).TryEvaluate(JsonElement.Parse(claims), out var id, out var problem) ? id : Refused(id, problem);

    static string? Refused(string id, string problem)
    {
        Assert.Equal("", id);
        Assert.Matches("^[A-Z].*[^.]\\.$", problem);
        return null;
    }

    [Theory]
    [InlineData("{sub}", "u-1")]
    [InlineData("acme:{sub}:end", "acme:u-1:end")]
    [InlineData("{team}|{additional_claims.other}", "red|o-1")]
    [InlineData("{https://company.domain.com/claims.property}", "p-1")]
    [InlineData("{run}", "17")]
    [InlineData("{low}/{sub}", "-9007199254740991/u-1")]
    [InlineData("{a.b}", "longest")]
    [InlineData("{sub}-{sub}", "u%2D1-u-1")]
    [InlineData("{pipe}", "a|b%")]
    [InlineData("{pipe}|{pipe}", "a%7Cb%25|a|b%")]
    [InlineData("{pipe}:{sub}", "a|b%25:u-1")]
    public void An_id_is_made_of_text_and_claims(string expression, string id) => Assert.Equal(id, Id(expression,
        """{"sub":"u-1","team":"red","additional_claims":{"other":"o-1"},"https://company.domain.com/claims":{"property":"p-1"},"run":17,"low":-9007199254740991,"a":{"b":"nested"},"a.b":"longest","pipe":"a|b%"}"""));

    [Fact]
    public void A_number_and_its_digits_are_the_same_value() => Assert.Equal(Id("{a}", """{"a":17}"""), Id("{a}", """{"a":"17"}"""));

    [Theory]
    [InlineData("""{"b":"x"}""")]
    [InlineData("""{"a":""}""")]
    [InlineData("""{"a":null}""")]
    [InlineData("""{"a":true}""")]
    [InlineData("""{"a":["x"]}""")]
    [InlineData("""{"a":{"x":"y"}}""")]
    [InlineData("""{"a":1.5}""")]
    [InlineData("""{"a":1.0}""")]
    [InlineData("""{"a":1e3}""")]
    [InlineData("""{"a":-0}""")]
    [InlineData("""{"a":9007199254740992}""")]
    [InlineData("""{"a":-9007199254740992}""")]
    [InlineData("""{"a":1e400}""")]
    [InlineData("""{"a":"two words"}""")]
    [InlineData("""{"a":"line\nbreak"}""")]
    [InlineData("""{"a":"é"}""")]
    [InlineData("""{"a":"\u0000"}""")]
    public void Other_values_make_none(string claims) => Assert.Null(Id("{a}", claims));

    [Fact]
    public void What_is_wrong_names_the_claim_and_not_its_value()
    {
        Assert.False(Parsed("{sub}|{team.id}").TryEvaluate(JsonElement.Parse("""{"sub":"u","team":{"id":["hush"]}}"""), out _, out var problem));
        Assert.Equal("The claim team.id is a list, and a user id is made of strings that are not empty and of whole numbers.", problem);
        Assert.False(Parsed("{sub}").TryEvaluate(JsonElement.Parse("""{"sub":"hush hush"}"""), out _, out problem));
        Assert.DoesNotContain("hush", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_has_at_most_255_characters()
    {
        Assert.Equal(255, Id("{a}", $$"""{"a":"{{new string('x', 255)}}"}""")!.Length);
        Assert.Null(Id("{a}", $$"""{"a":"{{new string('x', 256)}}"}"""));
        Assert.Null(Id("{a}|{b}", $$"""{"a":"{{new string('|', 100)}}","b":"x"}"""));
    }

    [Theory]
    [InlineData(null, "must not be empty")]
    [InlineData("", "must not be empty")]
    [InlineData("sub", "must have the name of a claim in braces")]
    [InlineData("{sub", "must have a } behind each {")]
    [InlineData("sub}", "must have a } behind each {")]
    [InlineData("{a}}", "must have a } behind each {")]
    [InlineData("{{a}}", "must have a } behind each {")]
    [InlineData("{a{b}}", "must have a } behind each {")]
    [InlineData("{}", "must have between { and }")]
    [InlineData("{a..b}", "must have between { and }")]
    [InlineData("{.a}", "must have between { and }")]
    [InlineData("{a}{b}", "must have text between two claims")]
    [InlineData("{a}|{b}{c}", "must have text between two claims")]
    [InlineData("{a}%{b}", "must not have %")]
    [InlineData("{a b}", "must be visible ASCII")]
    [InlineData("é{a}", "must be visible ASCII")]
    [InlineData("{a}\n", "must be visible ASCII")]
    public void Other_expressions_are_refused_in_words(string? text, string problem)
    {
        Assert.False(UserIdExpression.TryParse(text, out var expression, out var said));
        Assert.Null(expression);
        Assert.StartsWith(problem, said, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_has_at_most_128_characters()
    {
        Assert.Equal(128, Parsed("{" + new string('a', 126) + "}").Text.Length);
        Assert.False(UserIdExpression.TryParse("{" + new string('a', 127) + "}", out _, out _));
    }

    /// <summary>A million hostile tuples: whoever has the expression and the id gets the tuple back, so no two make one id.</summary>
    [Fact]
    public void No_two_tuples_make_one_id()
    {
        string[][] expressions = [["", "a", "|", "b", ""], ["x:", "a", "||", "b", "|end"], ["", "a", "7", "b", "C|", "c", ""], ["2", "a", "2", "b", "5", "c", "7C"], ["", "a", ":", "b", "|", "c", "::"]];
        string[] hostile = ["|", "||", "%", "%%", "{", "}", "7", "C", "7C", "%7C", "25", "%25", "%257C", "2", "5", ":", "a", "x:"];
        ulong state = 42;
        foreach (var parts in expressions)
        {
            var text = new StringBuilder();
            for (var i = 0; i < parts.Length; i++) text.Append(i % 2 == 1 ? $"{{{parts[i]}}}" : parts[i]);
            var expression = Parsed(text.ToString());
            var values = new string[parts.Length / 2];
            for (var run = 0; run < 200_000; run++)
            {
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = "";
                    for (var more = Next(4); more >= 0; more--) values[i] += hostile[Next(hostile.Length)];
                }
                var claims = "{" + string.Join(',', values.Select((value, i) => $"\"{(char)('a' + i)}\":\"{value}\"")) + "}";
                Assert.True(expression.TryEvaluate(JsonElement.Parse(claims), out var id, out var problem), problem);
                if (!Decoded(id, parts).SequenceEqual(values)) Assert.Fail($"{expression} makes {id} of {claims}");
            }
        }

        int Next(int below)
        {
            state += 0x9E3779B97F4A7C15;
            var z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            return (int)((z ^ (z >> 31)) % (ulong)below);
        }

        static string[] Decoded(string id, string[] parts)
        {
            var values = new string[parts.Length / 2];
            var at = parts[0].Length;
            for (var i = 0; i < values.Length - 1; i++)
            {
                var separator = parts[2 * i + 2];
                var value = new StringBuilder();
                for (; id[at] != separator[0]; at++)
                {
                    value.Append(id[at] == '%' ? (char)Convert.ToInt32(id.Substring(at + 1, 2), 16) : id[at]);
                    if (id[at] == '%') at += 2;
                }
                values[i] = value.ToString();
                at += separator.Length;
            }
            values[^1] = id[at..^parts[^1].Length];
            return values;
        }
    }
}
