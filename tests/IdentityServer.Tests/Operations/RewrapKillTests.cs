using System.Security.Cryptography;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Storage;
using IdentityServer.Tests.Cli;
using IdentityServer.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentityServer.Tests.Operations;

/// <summary>A change of the master key is killed at any moment: everything opens with the keys of the file, and the next run finishes.</summary>
[Collection(Alone.Name)]
public sealed class RewrapKillTests(ITestOutputHelper output)
{
    const int Rows = 3000;
    const int Rounds = 5;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rewrap_that_is_killed_leaves_everything_openable_and_is_finished_by_the_next()
    {
        await using Shell shell = new();
        IdpStart server = new() { Environment = "Production", DataFolder = shell.Folder };
        await using (var idp = await IdpProcess.StartAsync(server, Ct)) Assert.Equal(0, await idp.TerminateAsync(TimeSpan.FromSeconds(30), Ct));
        await FillAsync(shell);

        var (unfinished, done) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var before = await File.ReadAllTextAsync(shell.MasterKey, Ct);
            await using (var running = IdpProcess.Launch(server with { Arguments = ["keys", "rewrap", "--generate"] }))
            {
                // From the moment in which the new key is there the rows are sealed under it.
                for (var waited = 0; waited < 6000 && !running.HasExited && await File.ReadAllTextAsync(shell.MasterKey, Ct) == before; waited++) await Task.Delay(5, Ct);
                await Task.Delay(RandomNumberGenerator.GetInt32(0, 500 * (round + 1)), Ct);
                await running.KillAsync(Ct);
            }
            var left = await LeftAsync(shell);
            if (left > 0) unfinished++;
            else done++;
            Assert.True(left is 0 or > Rows, $"Half of it was done: {left} rows are left.");
            var answer = await shell.AskAsync(["keys", "rewrap", .. round % 2 == 0 ? (string[])["--generate"] : []]);
            // What was cut off is finished with the key that is there; only where nothing was left another one is made.
            Assert.Equal(round % 2 == 0 && left == 0, answer.GetProperty("generated").GetBoolean());
            Assert.Equal(0, await LeftAsync(shell));
        }
        output.WriteLine($"Killed {unfinished} times with work left and {done} times with none; {(await File.ReadAllLinesAsync(shell.MasterKey, Ct)).Length} keys in the file.");

        // The first line alone is enough now.
        await File.WriteAllTextAsync(shell.MasterKey, (await File.ReadAllLinesAsync(shell.MasterKey, Ct))[0], Ct);
        await using var again = await IdpProcess.StartAsync(server, Ct);
    }

    /// <summary>Keys of a pool that nobody serves.</summary>
    static async Task FillAsync(Shell shell)
    {
        await using var archive = Archive(shell);
        using var master = Keys(shell);
        KeyFactory factory = new(master, TimeProvider.System);
        using var credential = SigningCredential.Generate(JwsAlgorithm.ES256);
        var pkcs8 = credential.ExportPkcs8();
        PoolId pool = new("many");
        var keys = Enumerable.Range(0, Rows).Select(number =>
        {
            using var named = SigningCredential.FromPkcs8($"key-{number}", JwsAlgorithm.ES256, pkcs8);
            var key = factory.Seal(pool, named);
            key.Generation = number + 1;
            return key;
        }).ToList();
        await archive.GetRequiredService<IKeyStore>().ChangeAsync(pool, (change, _) =>
        {
            change.Added.AddRange(keys);
            return 0;
        }, Ct);
    }

    /// <summary>How many rows are not under the first key; all of them can be opened.</summary>
    static async Task<int> LeftAsync(Shell shell)
    {
        await using var archive = Archive(shell);
        using var master = Keys(shell);
        var rows = await archive.GetRequiredService<ISealedRows>().ListAsync(Ct);
        Assert.Equal(Rows + 5, rows.Count);
        Assert.Null(new Rewrap(archive.GetRequiredService<ISealedRows>(), master, archive.GetRequiredService<IAuditLog>(), TimeProvider.System).Problem(rows));
        return rows.Count(row => row.SealedBy != master.First.Fingerprint);
    }

    static MasterKeys Keys(Shell shell)
    {
        Assert.True(MasterKey.TryReadAll(File.ReadAllBytes(shell.MasterKey), out var keys));
        return new(keys);
    }

    static ServiceProvider Archive(Shell shell) =>
        new ServiceCollection().AddSingleton(TimeProvider.System).AddIdpStorage("Sqlite", $"Data Source={shell.DatabaseFile}").BuildServiceProvider();
}
