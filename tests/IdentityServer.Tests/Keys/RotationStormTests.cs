using System.Diagnostics;
using System.Net.Http.Json;
using IdentityServer.Domain.Keys;
using IdentityServer.Testing;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Operations;
using Xunit;

namespace IdentityServer.Tests.Keys;

/// <summary>Five processes start at the same instant, and rotate at the same instant again and again: one of them does, and all publish the same.</summary>
[Collection(Alone.Name)]
public sealed class RotationStormTests(PostgresCluster postgres, ITestOutputHelper output)
{
    const string ApiKey = "idp_ak_0123456789abcdefghijklmnopqrstuvwxyzABCD";
    const int Count = 5;
    const int Rounds = 100;

    /// <summary>As long as the announcement, so that at one moment a successor takes over and the next one is due.</summary>
    static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_five_processes_that_rotate_at_the_same_instant_one_does()
    {
        var folder = Repository.TemporaryFolder("storm");
        var database = await postgres.CreateDatabaseAsync(Ct);
        IdpProcess[] nodes = [];
        try
        {
            IdpStart start = new()
            {
                Environment = "Production",
                Patience = TimeSpan.FromMinutes(2),
                Settings = new Dictionary<string, string>
                {
                    ["Idp:Issuer"] = "http://localhost:5080",
                    ["Idp:Database:Provider"] = "PostgreSql",
                    ["Idp:Database:ConnectionString"] = database,
                    ["Idp:Database:MigrateOnStart"] = "true",
                    ["Idp:Keys:Directory"] = Path.Combine(folder, "keys"),
                    ["Idp:Configuration:File"] = await Deployment.WriteAsync(folder, new
                    {
                        organization = new { name = "Acme" },
                        apiKeys = new[] { new { name = "ci", key = ApiKey, role = "Admin" } },
                    }, Ct),
                },
            };
            // All of them at once, on an empty database.
            nodes = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => IdpProcess.StartAsync(start, Ct)));
            using HttpClient http = new() { DefaultRequestHeaders = { Authorization = new("Bearer", ApiKey) } };
            await StormAsync(database, node => RotateAsync(http, nodes[node]), node => http.GetStringAsync(new Uri(nodes[node].Address, "/.well-known/jwks.json"), Ct));
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
            await Repository.RemoveAsync(folder);
        }
    }

    static async Task RotateAsync(HttpClient http, IdpProcess node)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(node.Address, "/v1/keys/rotate"), new { algorithm = "ES256" }, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    /// <param name="rotate">Lets one node rotate what is due.</param>
    /// <param name="publish">The JWK set of a node.</param>
    async Task StormAsync(string database, Func<int, Task> rotate, Func<int, Task<string>> publish)
    {
        await postgres.QueryAsync(database, $"""
            INSERT INTO "RotationPolicies" ("PoolId", "Algorithm", "Interval", "AnnounceBefore", "Schedule")
            VALUES ('default', 'ES256', {(long)Interval.TotalSeconds}, {(long)Interval.TotalSeconds}, '{RotationPolicies.DefaultSchedule}')
            """, Ct);
        await KeyLaw.EnforceAsync(postgres, database, Ct);
        await GoForwardAsync(database);
        await AtOnceAsync(rotate);
        Assert.Equal("2|1|2", await StateAsync(database));

        var slowest = TimeSpan.Zero;
        for (var round = 1; round <= Rounds; round++)
        {
            await GoForwardAsync(database);
            await AtOnceAsync(rotate);
            var watch = Stopwatch.StartNew();
            // Generations without a gap; one signs, and the next one is public.
            Assert.Equal($"{round + 2}|{round + 1}|{round + 2}", await StateAsync(database));
            await SameEverywhereAsync(database, publish, watch);
            if (watch.Elapsed > slowest) slowest = watch.Elapsed;
        }
        output.WriteLine($"{Rounds} rounds; all nodes published the same bytes after at most {slowest.TotalMilliseconds:0} ms.");
    }

    static async Task AtOnceAsync(Func<int, Task> rotate)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var turns = Enumerable.Range(0, Count).Select(node => Task.Run(async () =>
        {
            await start.Task;
            await rotate(node);
        }, Ct)).ToList();
        start.SetResult();
        await Task.WhenAll(turns);
    }

    async Task SameEverywhereAsync(string database, Func<int, Task<string>> publish, Stopwatch watch)
    {
        var expected = await postgres.QueryAsync(database, """SELECT "Kid" FROM "SigningKeys" WHERE "WithdrawnAt" IS NULL ORDER BY "Kid" """, Ct);
        while (true)
        {
            var sets = await Task.WhenAll(Enumerable.Range(0, Count).Select(publish));
            if (sets.Distinct().Count() == 1 && string.Join('\n', Kids(sets[0])) == expected) return;
            Assert.True(watch.Elapsed < KeyTimes.Propagation, $"Published after {watch.Elapsed}:\n{string.Join('\n', sets.Select(set => string.Join(' ', Kids(set))))}\nstored:\n{expected}");
            await Task.Delay(50, Ct);
        }
    }

    static IEnumerable<string> Kids(string set) =>
        System.Text.Json.JsonDocument.Parse(set).RootElement.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!).Order(StringComparer.Ordinal);

    /// <summary>Number of generations | generation that signs | generation of the successor, or each of them where there are more.</summary>
    Task<string> StateAsync(string database) => postgres.QueryAsync(database, """
        SELECT count(DISTINCT "Generation"), string_agg("Generation"::text, ',') FILTER (WHERE "ActivatedAt" IS NOT NULL AND "RetiredAt" IS NULL),
               string_agg("Generation"::text, ',') FILTER (WHERE "AnnouncedAt" IS NOT NULL AND "ActivatedAt" IS NULL)
        FROM "SigningKeys" WHERE "Algorithm" = 'ES256'
        """, Ct);

    /// <summary>Shifting the times back is the same as the clock going forward.</summary>
    Task GoForwardAsync(string database) => KeyLaw.SuspendedAsync(postgres, database, $"""
        UPDATE "SigningKeys" SET "CreatedAt" = "CreatedAt" - interval '{Interval.TotalSeconds} s', "AnnouncedAt" = "AnnouncedAt" - interval '{Interval.TotalSeconds} s',
               "ActivatedAt" = "ActivatedAt" - interval '{Interval.TotalSeconds} s', "SignedUntil" = "SignedUntil" - interval '{Interval.TotalSeconds} s',
               "RetiredAt" = "RetiredAt" - interval '{Interval.TotalSeconds} s', "WithdrawnAt" = "WithdrawnAt" - interval '{Interval.TotalSeconds} s'
        WHERE "Algorithm" = 'ES256';
        UPDATE "ChangeStamps" SET "Value" = "Value" + 1 WHERE "Name" = 'keys'
        """, Ct);
}
