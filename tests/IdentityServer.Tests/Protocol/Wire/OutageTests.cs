using System.Data.Common;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Wire;

/// <summary>S068, S129: a database that takes no writes, or is not there, is 503 and never 200 or 500.</summary>
public sealed class OutageTests(PostgresNodes nodes) : IClassFixture<PostgresNodes>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    string Name => nodes.Database.Split(';').First(part => part.StartsWith("Database=", StringComparison.Ordinal))["Database=".Length..];

    IdpApp App => nodes.First;

    [Fact]
    public async Task While_the_database_takes_no_writes_nothing_is_said_to_have_been_written()
    {
        var tokens = await SettledTokensAsync();
        using var browser = App.NewBrowser();
        var back = await browser.AuthorizeAsync(AuthorizeUrl());
        // As after a fail-over to a standby: sessions from now on can read and nothing else.
        await AdminAsync($"ALTER DATABASE {Name} SET default_transaction_read_only = on");
        await CutAsync();
        try
        {
            foreach (var token in (string[])[tokens.RefreshToken, tokens.AccessToken])
                IsAway(await SettledAsync(() => App.FormAsync("/connect/revoke", TestClients.Web, ("token", token))));
            IsAway(await App.RedeemAsync(back));
            IsAway(await App.RefreshAsync(tokens.RefreshToken));
            // What only reads goes on.
            Assert.Equal("True", (await App.IntrospectAsync(tokens.AccessToken))["active"]);
            Assert.Equal(200, (await App.UserInfoAsync(tokens.AccessToken)).Status);
            (await App.FormAsync("/connect/token", TestClients.Service, ("grant_type", "client_credentials"))).Grants();
        }
        finally
        {
            await AdminAsync($"ALTER DATABASE {Name} RESET default_transaction_read_only");
            await CutAsync();
        }
        // Nothing was spent on the failures.
        (await SettledAsync(() => App.RefreshAsync(tokens.RefreshToken))).Grants();
        Assert.Equal("True", (await App.IntrospectAsync(tokens.AccessToken))["active"]);
        Assert.Equal(200, (await App.FormAsync("/connect/revoke", TestClients.Web, ("token", tokens.RefreshToken))).Status);
        Assert.Equal(Refusals.Inactive, (await App.IntrospectAsync(tokens.AccessToken)).Body);
    }

    public static TheoryData<string> Troubles => new(
        "ALTER DATABASE {0} RENAME TO {0}_away", "ALTER DATABASE {0} ALLOW_CONNECTIONS false");

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task While_the_database_is_away_every_endpoint_says_so(string trouble)
    {
        var tokens = await SettledTokensAsync();
        using var browser = App.NewBrowser();
        var back = await browser.AuthorizeAsync(AuthorizeUrl());
        await CutAsync(AdminSql(trouble));
        try
        {
            foreach (var accept in (string[])["*/*", "text/html"])
            {
                (string, string)[] headers = [("Accept", accept)];
                IsAway(await PostAsync("/connect/revoke", $"token={tokens.RefreshToken}", headers));
                IsAway(await PostAsync("/connect/revoke", $"token={tokens.AccessToken}", headers));
                IsAway(await PostAsync("/connect/introspect", $"token={tokens.AccessToken}", headers));
                IsAway(await PostAsync("/connect/token", $"grant_type=refresh_token&refresh_token={tokens.RefreshToken}", headers));
                IsAway(await PostAsync("/connect/token", $"grant_type=authorization_code&code={back["code"]}&redirect_uri={Uri.EscapeDataString(TestClients.Callback)}&code_verifier={Verifier}", headers));
                IsAway(await App.RawAsync(HttpMethod.Get, "/connect/userinfo", authorization: "Bearer " + tokens.AccessToken, headers: headers));
            }
            // A page for people; and what stands in memory is served.
            var page = await browser.GetAsync(AuthorizeUrl(), Ct);
            Assert.Equal(503, (int)page.Status);
            Assert.Equal("text/html", page.Response!.Content.Headers.ContentType?.MediaType);
            Assert.DoesNotContain("Npgsql", page.Body, StringComparison.OrdinalIgnoreCase);
            foreach (var path in (string[])["/.well-known/jwks.json", "/.well-known/openid-configuration"]) Assert.Equal(200, (await App.RawAsync(HttpMethod.Get, path)).Status);
        }
        finally
        {
            await AdminAsync($"""
                DO $$ BEGIN IF EXISTS (SELECT FROM pg_database WHERE datname = '{Name}_away') THEN ALTER DATABASE {Name}_away RENAME TO {Name}; END IF; END $$;
                ALTER DATABASE {Name} ALLOW_CONNECTIONS true
                """);
        }
        // It comes back by itself, and nothing was spent on the failures.
        (await SettledAsync(() => App.RefreshAsync(tokens.RefreshToken))).Grants();
        (await App.RedeemAsync(back)).Grants();
    }

    /// <summary>A statement that the operator's time limit ends is an outage: it may pass in a moment.</summary>
    [Fact]
    public async Task A_revocation_that_waits_too_long_for_a_lock_has_not_happened()
    {
        var tokens = await SettledTokensAsync();
        await AdminAsync($"ALTER DATABASE {Name} SET statement_timeout = 300");
        await CutAsync();
        try
        {
            // Somebody else's transaction holds every row of the table for a while.
            var holder = nodes.Cluster.QueryAsync(nodes.Database, "SET statement_timeout = 0; BEGIN; LOCK TABLE \"TokenFamilies\" IN SHARE MODE; SELECT pg_sleep(3); COMMIT", Ct);
            while (await nodes.Cluster.QueryAsync(nodes.Database, "SELECT count(*) FROM pg_locks WHERE mode = 'ShareLock' AND relation = '\"TokenFamilies\"'::regclass", Ct) == "0") Assert.False(holder.IsCompleted);
            IsAway(await App.FormAsync("/connect/revoke", TestClients.Web, ("token", tokens.RefreshToken)));
            IsAway(await App.RefreshAsync(tokens.RefreshToken));
            await holder;
        }
        finally
        {
            await AdminAsync($"ALTER DATABASE {Name} RESET statement_timeout");
            await CutAsync();
        }
        (await SettledAsync(() => App.RefreshAsync(tokens.RefreshToken))).Grants();
    }

    /// <summary>Tokens, once what another test did to the connections is over.</summary>
    async Task<Answer> SettledTokensAsync()
    {
        // Cut connections leave the pool as they are met; a few calls that read meet them all.
        for (var i = 0; i < 5; i++) await SettledAsync(() => App.RawAsync("/connect/token", $"grant_type=authorization_code&code={new string('A', 43)}", RawCalls.BasicOf(TestClients.Web)));
        return await App.TokensAsync();
    }

    string AdminSql(string text) => text.Replace("{0}", Name, StringComparison.Ordinal);

    Task<Answer> PostAsync(string path, string body, (string, string)[] headers) =>
        App.RawAsync(HttpMethod.Post, path, System.Text.Encoding.UTF8.GetBytes(body), RawCalls.BasicOf(TestClients.Web), headers: headers);

    static void IsAway(Answer answer)
    {
        answer.Refuses("temporarily_unavailable", 503);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    /// <summary>The answer once the connections that were cut are out of the pool; on the way there are 503s, and nothing else is.</summary>
    static async Task<Answer> SettledAsync(Func<Task<Answer>> call)
    {
        for (var attempt = 0; ; attempt++)
        {
            var answer = await call();
            if (answer.Status < 500 || attempt == 20) return answer;
            IsAway(answer);
        }
    }

    Task<string> AdminAsync(string sql) => nodes.Cluster.QueryAsync("postgres", sql, Ct);

    /// <summary>Ends all connections; with <paramref name="then"/> in the same breath, before the nodes are back.</summary>
    async Task CutAsync(string? then = null)
    {
        var cut = $"SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname IN ('{Name}', '{Name}_away')";
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await AdminAsync(then is null ? cut : $"{cut};\n{then};\n{cut}");
                return;
            }
            catch (InvalidOperationException busy) when (attempt < 20 && busy.Message.Contains("being accessed", StringComparison.Ordinal))
            {
                // A node's watch came back in between.
            }
        }
    }
}

/// <summary>The same with SQLite, where another process holds the one write lock.</summary>
public sealed class SqliteOutageTests(SqliteNode node) : IClassFixture<SqliteNode>
{
    // The archive keeps its driver to itself, so it cannot be named here.
    static DbProviderFactory Driver => (DbProviderFactory)Type.GetType("Microsoft.Data.Sqlite.SqliteFactory, Microsoft.Data.Sqlite", throwOnError: true)!.GetField("Instance")!.GetValue(null)!;

    [Fact]
    public async Task While_the_file_is_locked_a_revocation_is_not_said_to_have_happened()
    {
        var app = node.First;
        var tokens = await app.TokensAsync();
        await using (var other = Driver.CreateConnection()!)
        {
            other.ConnectionString = $"Data Source={Path.Combine(app.Folder, "idp.db")};Pooling=False";
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var lockIt = other.CreateCommand();
            lockIt.CommandText = "BEGIN IMMEDIATE";
            await lockIt.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var answers = await Task.WhenAll(app.FormAsync("/connect/revoke", TestClients.Web, ("token", tokens.RefreshToken)),
                app.FormAsync("/connect/revoke", TestClients.Web, ("token", tokens.AccessToken)), app.RefreshAsync(tokens.RefreshToken));
            Assert.All(answers, answer => answer.Refuses("temporarily_unavailable", 503));
            Assert.Equal("True", (await app.IntrospectAsync(tokens.AccessToken))["active"]);
        }
        Assert.Equal(200, (await app.FormAsync("/connect/revoke", TestClients.Web, ("token", tokens.RefreshToken))).Status);
        Assert.Equal(Refusals.Inactive, (await app.IntrospectAsync(tokens.AccessToken)).Body);
    }
}
