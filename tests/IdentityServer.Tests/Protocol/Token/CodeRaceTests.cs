using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Token;

/// <summary>S024: many redemptions of one code at the same time, on all nodes.</summary>
public abstract class CodeRace(Nodes nodes)
{
    const int Rounds = 20;
    const int AtOnce = 50;

    [Fact]
    public async Task Of_fifty_redemptions_of_a_code_one_succeeds_and_its_tokens_die_with_the_replays()
    {
        using var browser = nodes.First.NewBrowser();
        for (var round = 0; round < Rounds; round++)
        {
            var back = await browser.AuthorizeAsync(AuthorizeUrl(changes: ("scope", "openid offline_access")));
            var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(n => Task.Run(() => nodes[n].RedeemAsync(back))));

            var tokens = Assert.Single(answers, answer => answer.Status == 200);
            Assert.All(answers.Where(answer => answer != tokens), answer => answer.Refuses("invalid_grant"));
            foreach (var node in nodes.All)
            {
                Assert.Equal(Refusals.Inactive, (await node.IntrospectAsync(tokens.AccessToken)).Body);
                Assert.Equal(Refusals.Inactive, (await node.IntrospectAsync(tokens.RefreshToken)).Body);
                (await node.RefreshAsync(tokens.RefreshToken)).Refuses("invalid_grant");
                (await node.UserInfoAsync(tokens.AccessToken)).Refuses("invalid_token", 401);
            }
        }
    }

    [Fact]
    public async Task Fifty_wrong_verifiers_at_once_kill_the_code_and_never_redeem_it()
    {
        using var browser = nodes.First.NewBrowser();
        var back = await browser.AuthorizeAsync(AuthorizeUrl());
        var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(n => Task.Run(() =>
            nodes[n].RedeemAsync(back, changes: ("code_verifier", new string('x', 43))))));
        Assert.All(answers, answer => answer.Refuses("invalid_grant"));
        (await nodes.First.RedeemAsync(back)).Refuses("invalid_grant");
    }
}

public sealed class CodeRaceOnSqliteTests(SqliteNode nodes) : CodeRace(nodes), IClassFixture<SqliteNode>;

public sealed class CodeRaceOnPostgreSqlTests(PostgresNodes nodes) : CodeRace(nodes), IClassFixture<PostgresNodes>;
