using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Storage;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Operations;
using Microsoft.Data.Sqlite;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Keys;

/// <summary>No private number of a signing key, nor the master key, is anywhere but where it belongs: sealed in the database, and in the master key's file.</summary>
[Collection(Alone.Name)]
public sealed class NoPrivateKeyLeaksTests(ITestOutputHelper output)
{
    /// <summary>The host quiets its libraries by name; longer names undo that.</summary>
    static readonly Dictionary<string, string> Talkative = new[]
    {
        "Default", "IdentityServer", "Microsoft.AspNetCore", "Microsoft.AspNetCore.DataProtection", "Microsoft.EntityFrameworkCore.Database.Command", "Microsoft.EntityFrameworkCore.Update",
        "Microsoft.EntityFrameworkCore.ChangeTracking",
    }.ToDictionary(category => "Logging:LogLevel:" + category, _ => "Trace");

    readonly Dictionary<string, SecretTraces> secrets = [];
    readonly List<string> found = [];
    long bytes;
    int places;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_of_a_private_key_is_in_files_logs_or_answers()
    {
        await using var idp = await Deployment.StartAsync(Ct, settings: Talkative);
        await CollectAsync(idp);
        var before = secrets.Count;
        await RoundAsync(idp);
        foreach (var words in (string[][])[["keys", "rotate", "--json"], ["doctor"], ["config", "plan"], ["clients", "list", "--json"]]) await CommandAsync(idp, words);
        await CollectAsync(idp);
        Assert.True(secrets.Count > before, "No rotation has begun.");
        Assert.Contains(idp.Process.Output, line => line.Contains("\"LogLevel\":\"Debug\"", StringComparison.Ordinal));
        Look("stdout", Encoding.UTF8.GetBytes(string.Join('\n', idp.Process.Output)));
        LookIntoFiles(idp);

        // Killed, so that what is not in the file yet is in its log.
        await idp.Process.KillAsync(Ct);
        LookIntoFiles(idp);
        await GoForwardAsync(idp, TimeSpan.FromDays(15));
        await idp.RestartAsync(Ct);
        Assert.Equal("3", await SqliteDatabase.QueryAsync(idp.DatabaseFile, "SELECT count(*) FROM SigningKeys WHERE ActivatedAt IS NOT NULL AND Generation = 2", Ct));
        Assert.Equal("0", await SqliteDatabase.QueryAsync(idp.DatabaseFile, "SELECT count(*) FROM SigningKeys WHERE RetiredAt IS NOT NULL AND SealedPrivateKey IS NOT NULL", Ct));
        await RoundAsync(idp);
        LookIntoFiles(idp);
        await idp.Process.TerminateAsync(TimeSpan.FromSeconds(30), Ct);
        LookIntoFiles(idp);
        Look("stdout", Encoding.UTF8.GetBytes(string.Join('\n', idp.Process.Output)));
        output.WriteLine($"{secrets.Count} secrets in {places} places, {bytes:N0} bytes: {found.Count} found.");
        Assert.Empty(found);
    }

    /// <summary>The search is worth something: it finds each form in the midst of other things.</summary>
    [Fact]
    public void A_number_is_found_in_every_form()
    {
        using var rsa = RSA.Create(2048);
        var secret = rsa.ExportParameters(includePrivateParameters: true).D!;
        SecretTraces traces = new("d", secret);
        var pkcs8 = rsa.ExportPkcs8PrivateKey();
        var text = Encoding.UTF8;
        byte[][] leaks =
        [
            [.. "xy"u8, .. pkcs8, 0], [.. Enumerable.Reverse(secret)], text.GetBytes(Convert.ToHexString(pkcs8)), text.GetBytes("\"" + Convert.ToHexStringLower(secret)),
            text.GetBytes(rsa.ExportPkcs8PrivateKeyPem().ReplaceLineEndings("")), text.GetBytes(Base64Url.EncodeToString(secret)), text.GetBytes(string.Join(',', secret)),
            text.GetBytes(Convert.ToBase64String([1, .. secret])), text.GetBytes(Base64Url.EncodeToString([1, 2, .. secret])), text.GetBytes("d=" + new BigInteger(secret, true, true)),
        ];
        Assert.All(leaks, leak => Assert.NotNull(traces.In(leak)));
        Assert.Null(traces.In(rsa.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>Opens what the database has sealed, as the server does, with the key in its folder.</summary>
    async Task CollectAsync(Deployment idp)
    {
        var master = Convert.FromBase64String((await File.ReadAllTextAsync(Path.Combine(idp.Folder, "keys", "master.key"), Ct)).Trim());
        secrets["the master key"] = new("the master key", master);
        MasterKey opener = new(master);
        using MasterKeys openers = new(opener);
        KeyFactory factory = new(openers, TimeProvider.System);
        var rows = await SqliteDatabase.QueryAsync(idp.DatabaseFile, "SELECT Kid || ' ' || Algorithm || ' ' || hex(SealedPrivateKey) FROM SigningKeys WHERE SealedPrivateKey IS NOT NULL", Ct);
        foreach (var row in rows.Split('\n').Select(line => line.Split(' ')))
        {
            using var credential = factory.Open(new()
            {
                PoolId = PoolId.Default, Kid = row[0], Algorithm = row[1], Generation = 1, PublicJwk = "", SealedPrivateKey = Convert.FromHexString(row[2]), SealedBy = opener.Fingerprint, CreatedAt = default,
            });
            Assert.NotNull(credential);
            foreach (var (part, number) in Numbers(row[1], credential.ExportPkcs8())) secrets[$"{part} of {row[1]} {row[0]}"] = new($"{part} of {row[1]} {row[0]}", number);
        }
        var shared = await SqliteDatabase.QueryAsync(idp.DatabaseFile, "SELECT hex(Sealed) FROM SealedSecrets WHERE Name = 'refresh-tokens'", Ct);
        Assert.True(opener.TryOpen(Convert.FromHexString(shared), "secret/refresh-tokens", out var sealer));
        secrets["the refresh token secret"] = new("the refresh token secret", sealer);
    }

    static IEnumerable<(string Part, byte[] Number)> Numbers(string algorithm, byte[] pkcs8)
    {
        if (algorithm == "ES256")
        {
            using var ec = ECDsa.Create();
            ec.ImportPkcs8PrivateKey(pkcs8, out _);
            return [("d", ec.ExportParameters(includePrivateParameters: true).D!)];
        }
        // RFC 8410 §7: the seed is the last 32 bytes.
        if (algorithm == "EdDSA") return [("seed", pkcs8[^32..])];
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(pkcs8, out _);
        var numbers = rsa.ExportParameters(includePrivateParameters: true);
        return [("d", numbers.D!), ("p", numbers.P!), ("q", numbers.Q!), ("dp", numbers.DP!), ("dq", numbers.DQ!), ("qi", numbers.InverseQ!)];
    }

    /// <summary>Everything that a server answers to somebody: a person, a client, a stranger and the operator.</summary>
    async Task RoundAsync(Deployment idp)
    {
        using var browser = idp.NewBrowser();
        Look("a page", (await browser.GetAsync(AuthorizeUrl(TestClients.Asking, ("scope", "openid email offline_access")), Ct)).Body);
        var atClient = await browser.AuthorizeAsync(AuthorizeUrl(TestClients.Asking, ("scope", "openid email offline_access")));
        Look("the way back", atClient.Uri.ToString());
        var tokens = await idp.Caller.RedeemAsync(atClient["code"], Ct, TestClients.Asking);
        Assert.Equal(200, tokens.Status);
        Look("tokens", tokens);
        Look("refreshed", await idp.Caller.RefreshAsync(tokens.RefreshToken, Ct, TestClients.Asking));
        Look("client credentials", await idp.Caller.ClientCredentialsAsync(Ct));
        Look("introspection", await idp.Caller.FormAsync(Endpoints.Introspect, TestClients.Asking, Ct, ("token", tokens.AccessToken)));
        Look("userinfo", await idp.Caller.GetAsync(Endpoints.UserInfo, Ct, tokens.AccessToken));
        foreach (var path in (string[])[Endpoints.Discovery, Endpoints.AuthorizationServer, Endpoints.Jwks, Endpoints.JwksAlias, "/health/live", "/health/ready", "/openapi/v1.json",
            "/v1/keys", "/v1/audit", "/", "/nothing", "/metrics", "/keys/master.key", "/data/idp.db", "/.well-known/../keys/master.key", Endpoints.Token, Endpoints.Authorize])
            Look(path, await idp.Caller.GetAsync(path, Ct));
        await CommandAsync(idp, "keys", "list", "--json");
    }

    async Task CommandAsync(Deployment idp, params string[] words)
    {
        var answer = await IdpProcess.RunAsync(new()
        {
            Environment = "Production",
            DataFolder = idp.Folder,
            Port = new Uri(idp.Issuer).Port,
            Arguments = words,
            Settings = new Dictionary<string, string>(Talkative) { ["Idp:Configuration:File"] = Path.Combine(idp.Folder, "declared.json") },
        }, null, Ct);
        Look("idp " + string.Join(' ', words), answer.ToString());
    }

    void LookIntoFiles(Deployment idp)
    {
        foreach (var file in Directory.EnumerateFiles(idp.Folder, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file) == "master.key") continue;
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[stream.Length];
            stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            Look(Path.GetRelativePath(idp.Folder, file), content);
        }
    }

    void Look(string place, Answer answer) => Look(place, $"{answer.Headers}{answer.ContentHeaders}{answer.Body}");

    void Look(string place, string text)
    {
        Look(place, Encoding.UTF8.GetBytes(text));
        // JSON may write "+" and "/" as escapes.
        if (text.Contains('\\', StringComparison.Ordinal))
            Look(place, Encoding.UTF8.GetBytes(text.Replace("\\u002B", "+", StringComparison.OrdinalIgnoreCase).Replace("\\/", "/", StringComparison.Ordinal)));
    }

    void Look(string place, byte[] content)
    {
        (places, bytes) = (places + 1, bytes + content.Length);
        foreach (var secret in secrets.Values)
            if (secret.In(content) is { } what) found.Add($"{place}: {what}");
    }

    /// <summary>The same as the clock going forward: a server that starts takes the steps that are due.</summary>
    static async Task GoForwardAsync(Deployment idp, TimeSpan by)
    {
        RuntimeHelpers.RunModuleConstructor(typeof(StorageUnavailableException).Module.ModuleHandle);
        await using var connection = new SqliteConnection($"Data Source={idp.DatabaseFile};Pooling=False");
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE SigningKeys SET AnnouncedAt = AnnouncedAt - $by, ActivatedAt = ActivatedAt - $by";
        command.Parameters.AddWithValue("$by", by.Ticks);
        Assert.True(await command.ExecuteNonQueryAsync(Ct) > 0);
    }
}
