using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Protocol.Refresh;

/// <summary>S040: one refresh token many times at the same time, on all nodes.</summary>
public abstract class RefreshRace(Nodes nodes)
{
    const int Rounds = 20;
    const int AtOnce = 50;

    [Fact]
    public async Task Fifty_refreshes_of_one_token_all_get_the_same_successor_and_it_alone_lives()
    {
        var token = (await nodes.First.TokensAsync()).RefreshToken;
        for (var round = 0; round < Rounds; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(n => Task.Run(() => nodes[n].RefreshAsync(token))));
            Assert.All(answers, answer => answer.Grants());
            var next = Assert.Single(answers.Select(answer => answer.RefreshToken).Distinct());
            Assert.NotEqual(token, next);
            foreach (var node in nodes.All)
            {
                Assert.Equal(Refusals.Inactive, (await node.IntrospectAsync(token)).Body);
                Assert.Equal("True", (await node.IntrospectAsync(next))["active"]);
            }
            token = next;
        }
    }

    [Fact]
    public async Task However_a_token_and_its_successor_race_no_two_refresh_tokens_live()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var first = (await nodes.First.TokensAsync()).RefreshToken;
            var second = (await nodes.First.RefreshAsync(first)).Grants().RefreshToken;
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(() => nodes[n].RefreshAsync(n % 4 < 2 ? first : second))));

            Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.Refuses("invalid_grant"));
            var seen = answers.Where(answer => answer.Status == 200).Select(answer => answer.RefreshToken).Append(first).Append(second).Distinct().ToArray();
            // The first, the second and the third: no generation ever had two tokens.
            Assert.InRange(seen.Length, 2, 3);
            var live = 0;
            foreach (var token in seen) live += (await nodes[round].IntrospectAsync(token))["active"] == "True" ? 1 : 0;
            Assert.InRange(live, 0, 1);

            // Whatever the order was, the second token has been used by now, so the first is theft and ends the family.
            (await nodes[round].RefreshAsync(first)).Refuses("invalid_grant");
            foreach (var token in seen) Assert.Equal(Refusals.Inactive, (await nodes[round + 1].IntrospectAsync(token)).Body);
        }
    }
}

public sealed class RefreshRaceOnSqliteTests(SqliteNode nodes) : RefreshRace(nodes), IClassFixture<SqliteNode>;

public sealed class RefreshRaceOnPostgreSqlTests(PostgresNodes nodes) : RefreshRace(nodes), IClassFixture<PostgresNodes>;
