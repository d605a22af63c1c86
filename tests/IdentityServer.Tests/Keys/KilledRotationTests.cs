using System.Diagnostics;
using IdentityServer.Testing;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Operations;
using Xunit;

namespace IdentityServer.Tests.Keys;

/// <summary>
/// A rotation is cut off by SIGKILL at the commit of each of its steps: once so that the commit is lost, once so that it
/// stands and nobody knows. The next start takes the step again, or goes on from it.
/// </summary>
[Collection(Alone.Name)]
public sealed class KilledRotationTests(PostgresCluster postgres, ITestOutputHelper output)
{
    /// <summary>Whoever commits the step that is written in the table waits until it is not.</summary>
    const string Turnstile = """
        CREATE TABLE turnstile (step text);
        CREATE FUNCTION turnstile() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE taken text := 'none';
        BEGIN
            IF TG_OP = 'INSERT' THEN taken := 'created';
            ELSIF NEW."AnnouncedAt" IS NOT NULL AND OLD."AnnouncedAt" IS NULL THEN taken := 'announced';
            ELSIF NEW."ActivatedAt" IS NOT NULL AND OLD."ActivatedAt" IS NULL THEN taken := 'activated';
            ELSIF NEW."WithdrawnAt" IS NOT NULL AND OLD."WithdrawnAt" IS NULL THEN taken := 'withdrawn';
            END IF;
            WHILE EXISTS (SELECT 1 FROM turnstile WHERE step = taken) LOOP PERFORM pg_sleep(0.02); END LOOP;
            RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER turnstile AFTER INSERT OR UPDATE ON "SigningKeys" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION turnstile();
        """;

    const string States = """
        SELECT string_agg("Generation" || CASE WHEN "WithdrawnAt" IS NOT NULL THEN ' withdrawn' WHEN "RetiredAt" IS NOT NULL THEN ' retired' WHEN "ActivatedAt" IS NOT NULL THEN ' active'
                          WHEN "AnnouncedAt" IS NOT NULL THEN ' announced' ELSE ' created' END || CASE WHEN "SealedPrivateKey" IS NULL THEN '' ELSE '*' END, ', ' ORDER BY "Generation")
        FROM "SigningKeys" WHERE "Algorithm" = 'ES256'
        """;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    string database = "";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_finishes_or_repeats_the_step_at_which_the_one_before_was_killed()
    {
        database = await postgres.CreateDatabaseAsync(Ct);
        await using var idp = await Deployment.StartAsync(Ct, settings: new Dictionary<string, string>
        {
            ["Idp:Database:Provider"] = "PostgreSql",
            ["Idp:Database:ConnectionString"] = database,
            ["Idp:Database:MigrateOnStart"] = "true",
        });
        await postgres.QueryAsync(database, Turnstile, Ct);
        await KeyLaw.EnforceAsync(postgres, database, Ct);
        var first = Assert.Single((await PublishedKeys.FetchAsync(idp.Caller, Ct)).Of("ES256"));

        await idp.Process.KillAsync(Ct);
        await GoForwardAsync("80 days");
        await KillAsync(idp, "created", stands: false, "1 active*");
        await KillAsync(idp, "created", stands: true, "1 active*, 2 created*");
        await KillAsync(idp, "announced", stands: false, "1 active*, 2 created*");
        await KillAsync(idp, "announced", stands: true, "1 active*, 2 announced*");

        await idp.RestartAsync(Ct);
        var keys = await PublishedKeys.FetchAsync(idp.Caller, Ct);
        Assert.Equal(2, keys.Of("ES256").Count);
        var second = Assert.Single(keys.Of("ES256"), kid => kid != first);
        var old = await TokenAsync(idp, first);
        Assert.Equal("1 active*, 2 announced*", await QueryAsync(States));

        await idp.Process.KillAsync(Ct);
        await GoForwardAsync("14 days");
        await KillAsync(idp, "activated", stands: false, "1 active*, 2 announced*");
        await KillAsync(idp, "activated", stands: true, "1 retired, 2 active*");

        await idp.RestartAsync(Ct);
        // The same bytes as before: who signs is nothing that the set tells.
        var after = await PublishedKeys.FetchAsync(idp.Caller, Ct);
        Assert.Equal(keys.Json, after.Json);
        Assert.Null(after.Problem(old, idp.Issuer));
        await TokenAsync(idp, second);

        await idp.Process.KillAsync(Ct);
        await GoForwardAsync("2 hours", alsoMarks: true);
        await KillAsync(idp, "withdrawn", stands: false, "1 retired, 2 active*");
        await KillAsync(idp, "withdrawn", stands: true, "1 withdrawn, 2 active*");

        await idp.RestartAsync(Ct);
        var last = await PublishedKeys.FetchAsync(idp.Caller, Ct);
        Assert.Equal(second, Assert.Single(last.Of("ES256")));
        Assert.Null(last.Problem(await TokenAsync(idp, second), idp.Issuer));
        Assert.Equal("1 withdrawn, 2 active*", await QueryAsync(States));
        Assert.Equal("1|1", await QueryAsync("""SELECT count(*) FILTER (WHERE "Algorithm" = 'RS256'), count(*) FILTER (WHERE "Algorithm" = 'EdDSA') FROM "SigningKeys" """));
    }

    /// <summary>Starts a server, which finds the step due at once; kills it while the database holds its commit; and lets that commit stand, or not.</summary>
    async Task KillAsync(Deployment idp, string step, bool stands, string expected)
    {
        var watch = Stopwatch.StartNew();
        await QueryAsync($"INSERT INTO turnstile VALUES ('{step}')");
        await idp.LaunchAsync(new Dictionary<string, string>());
        await UntilAsync("1", """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep' AND query LIKE 'COMMIT%'""",
            () => Assert.False(idp.Process.HasExited, string.Join('\n', idp.Process.Output)));
        await idp.Process.KillAsync(Ct);
        if (stands) await QueryAsync("DELETE FROM turnstile");
        // What is not to stand is ended where it sleeps, also where it gets there only now: a killed process had more than one connection.
        await UntilAsync("0", $"SELECT count({(stands ? "pid" : "CASE WHEN wait_event = 'PgSleep' THEN pg_terminate_backend(pid)::int ELSE 0 END")}) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'");
        await QueryAsync("DELETE FROM turnstile");
        Assert.Equal(expected, await QueryAsync(States));
        output.WriteLine($"{step}, {(stands ? "committed" : "lost")}: {expected} ({watch.Elapsed.TotalSeconds:0.0} s)");
    }

    /// <summary>Shifting the times back is the same as the clock going forward; nodes have signed all the while, unless the marks are shifted too.</summary>
    Task GoForwardAsync(string interval, bool alsoMarks = false) => KeyLaw.SuspendedAsync(postgres, database, $"""
        UPDATE "SigningKeys" SET "CreatedAt" = "CreatedAt" - interval '{interval}', "AnnouncedAt" = "AnnouncedAt" - interval '{interval}', "ActivatedAt" = "ActivatedAt" - interval '{interval}',
               "RetiredAt" = "RetiredAt" - interval '{interval}' {(alsoMarks ? $""", "SignedUntil" = "SignedUntil" - interval '{interval}'""" : "")}
        WHERE "Algorithm" = 'ES256'
        """, Ct);

    static async Task<string> TokenAsync(Deployment idp, string kid)
    {
        var answer = await idp.Caller.ClientCredentialsAsync(Ct);
        Assert.True(answer.Status == 200, answer.ToString());
        Assert.Equal(kid, PublishedKeys.KidOf(answer.AccessToken));
        Assert.Null((await PublishedKeys.FetchAsync(idp.Caller, Ct)).Problem(answer.AccessToken, idp.Issuer));
        return answer.AccessToken;
    }

    Task<string> QueryAsync(string sql) => postgres.QueryAsync(database, sql, Ct);

    async Task UntilAsync(string expected, string sql, Action? meanwhile = null)
    {
        for (var watch = Stopwatch.StartNew(); await QueryAsync(sql) != expected;)
        {
            meanwhile?.Invoke();
            Assert.True(watch.Elapsed < Patience, $"Never {expected}: {sql}");
            await Task.Delay(100, Ct);
        }
    }
}
