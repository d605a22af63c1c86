using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Protocol.Revocation;

/// <summary>S068: a token is revoked while it is being refreshed.</summary>
public abstract class RevokeRace(Nodes nodes)
{
    const int Rounds = 20;

    [Fact]
    public async Task Nothing_that_a_refresh_yields_survives_a_revocation_at_the_same_time()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var first = await nodes.First.TokensAsync();
            var revokeAt = round % 8;
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => n == revokeAt
                ? nodes[n].FormAsync("/connect/revoke", TestClients.Web, ("token", first.RefreshToken))
                : nodes[n].RefreshAsync(first.RefreshToken))));

            Assert.Equal((200, ""), (answers[revokeAt].Status, answers[revokeAt].Body));
            var refreshes = answers.Where((_, n) => n != revokeAt).ToArray();
            Assert.All(refreshes.Where(answer => answer.Status != 200), answer => answer.Refuses("invalid_grant"));
            foreach (var tokens in refreshes.Where(answer => answer.Status == 200).Append(first))
            {
                foreach (var node in nodes.All)
                {
                    Assert.Equal(Refusals.Inactive, (await node.IntrospectAsync(tokens.AccessToken)).Body);
                    (await node.RefreshAsync(tokens.RefreshToken)).Refuses("invalid_grant");
                }
            }
        }
    }
}

public sealed class RevokeRaceOnSqliteTests(SqliteNode nodes) : RevokeRace(nodes), IClassFixture<SqliteNode>;

public sealed class RevokeRaceOnPostgreSqlTests(PostgresNodes nodes) : RevokeRace(nodes), IClassFixture<PostgresNodes>;
