using System.Security.Cryptography;
using IdentityServer.Testing;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Operations;

/// <summary>Several nodes meet an empty database at the same instant. F13, invariant: one of everything.</summary>
[Collection(Alone.Name)]
public sealed class FirstStartTests(PostgresCluster postgres, ITestOutputHelper output)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_nodes_on_an_empty_postgresql_are_one_server()
    {
        var database = await postgres.CreateDatabaseAsync(Ct);
        await using var nodes = await Nodes.StartAsync(5, new()
        {
            ["Idp:Database:Provider"] = "PostgreSql",
            ["Idp:Database:ConnectionString"] = database,
            ["Idp:Database:MigrateOnStart"] = "true",
            ["Idp:Keys:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        });

        await nodes.AssertSameKeysAsync();
        Assert.Equal("3|3|1|1|1|3|2", await postgres.QueryAsync(database, """
            SELECT (SELECT count(*) FROM "SigningKeys"), (SELECT count(DISTINCT "Algorithm") FROM "SigningKeys"), (SELECT count(*) FROM "SealedSecrets"),
                   (SELECT count(*) FROM "Organizations"), (SELECT count(*) FROM "Members"), (SELECT count(*) FROM "Clients"),
                   (SELECT count(*) FROM "Users")
            """, Ct));
        await nodes.AssertOneFlowCrossesAllAsync();
        output.WriteLine($"Data Protection keys: {await postgres.QueryAsync(database, """SELECT count(*) FROM "DataProtectionKeys" """, Ct)}");
    }

    [Fact]
    public async Task Two_processes_on_an_empty_sqlite_file_are_one_server()
    {
        var folder = Repository.TemporaryFolder("pair");
        try
        {
            var file = Path.Combine(folder, "data", "idp.db");
            await using var nodes = await Nodes.StartAsync(2, new()
            {
                ["Idp:DataDirectory"] = Path.Combine(folder, "data"),
                ["Idp:Keys:Directory"] = Path.Combine(folder, "keys"),
                ["Idp:Database:ConnectionString"] = $"Data Source={file}",
            });

            await nodes.AssertSameKeysAsync();
            Assert.Equal("3 3 1 1 1 3 2 4", await SqliteDatabase.QueryAsync(file, """
                SELECT (SELECT count(*) FROM SigningKeys) || ' ' || (SELECT count(DISTINCT Algorithm) FROM SigningKeys) || ' ' || (SELECT count(*) FROM SealedSecrets) || ' ' ||
                       (SELECT count(*) FROM Organizations) || ' ' || (SELECT count(*) FROM Members) || ' ' || (SELECT count(*) FROM Clients) || ' ' ||
                       (SELECT count(*) FROM Users) || ' ' || (SELECT count(*) FROM __EFMigrationsHistory)
                """, Ct));
            await nodes.AssertOneFlowCrossesAllAsync();
        }
        finally
        {
            await Repository.RemoveAsync(folder);
        }
    }

    /// <summary>Processes with one issuer, one declarative file and one database.</summary>
    sealed class Nodes : IAsyncDisposable
    {
        readonly string folder = Repository.TemporaryFolder("nodes");
        IdpProcess[] all = [];

        public static async Task<Nodes> StartAsync(int count, Dictionary<string, string> settings)
        {
            var nodes = new Nodes();
            settings["Idp:Issuer"] = "http://localhost:5080";
            settings["Idp:Configuration:File"] = await Deployment.WriteAsync(nodes.folder, Deployment.Declaration(), Ct);
            var start = new IdpStart { Environment = "Production", Settings = settings, Patience = Patience };
            try
            {
                nodes.all = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => IdpProcess.StartAsync(start, Ct)));
                return nodes;
            }
            catch
            {
                await nodes.DisposeAsync();
                throw;
            }
        }

        public async Task AssertSameKeysAsync()
        {
            var sets = await Task.WhenAll(all.Select(async node =>
            {
                using var caller = new Caller(node.Address);
                return (await caller.GetAsync("/.well-known/jwks.json", Ct)).Body;
            }));
            Assert.Contains("\"kid\"", sets[0], StringComparison.Ordinal);
            Assert.Single(sets.Distinct());
        }

        /// <summary>Each step on another node: form and antiforgery, session, code and refresh token are everybody's.</summary>
        public async Task AssertOneFlowCrossesAllAsync()
        {
            var turn = 0;
            Uri Next() => all[turn++ % all.Length].Address;
            // Behind one name, as a balancer gives it: the browser does not know the nodes apart.
            using var browser = new Browser(all[0].Address) { StopAt = uri => uri.Host != "localhost" };
            var page = await browser.GetAsync(new Uri(Next(), AuthorizeUrl(TestClients.Asking, ("scope", "openid offline_access"))).ToString(), Ct);
            page = await browser.PostAsync(OnNode(page.Uri, Next()), Fields(page, ("Username", IdpApp.Alice), ("Password", IdpApp.Password)), Ct);
            Assert.True(page.Has("#consent-allow"), page.ToString());
            page = await browser.PostAsync(OnNode(page.Uri, Next()), Fields(page, ("action", "allow")), Ct);
            Assert.True(page.IsAtClient, page.ToString());

            using var first = new Caller(Next());
            var tokens = await first.RedeemAsync(page["code"], Ct, TestClients.Asking);
            Assert.True(tokens.Status == 200, tokens.ToString());
            using var second = new Caller(Next());
            var next = await second.RefreshAsync(tokens.RefreshToken, Ct, TestClients.Asking);
            Assert.True(next.Status == 200, next.ToString());
            using var third = new Caller(Next());
            Assert.Equal(400, (await third.RedeemAsync(page["code"], Ct, TestClients.Asking)).Status);
            using var fourth = new Caller(Next());
            Assert.Equal(400, (await fourth.RefreshAsync(next.RefreshToken, Ct, TestClients.Asking)).Status);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var node in all)
                await node.DisposeAsync();
            await Repository.RemoveAsync(folder);
        }

        static string OnNode(Uri page, Uri node) => new Uri(node, page.PathAndQuery).ToString();

        static Dictionary<string, string> Fields(WebPage page, params (string Name, string Value)[] filled)
        {
            var fields = page.Document.QuerySelectorAll("form input[type=hidden]").ToDictionary(field => field.GetAttribute("name")!, field => field.GetAttribute("value") ?? "");
            foreach (var (name, value) in filled)
                fields[name] = value;
            return fields;
        }
    }
}
