using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Configuration;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Keys;
using IdentityServer.Storage;

namespace IdentityServer.Cli;

/// <summary>
/// The checks, in the order in which one needs the other: a check whose ground has failed is not made. It looks and
/// changes nothing: the master key is not made, the schema is not migrated, no signing key is added.
/// </summary>
internal sealed class Doctor(ICommandServices services)
{
    // Before this program was written there is no time.
    static readonly DateTimeOffset Earliest = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly List<Finding> findings = [];

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        var options = services.Options;
        Issuer(options.Issuer);
        DataDirectory(options.DataDirectory);
        Ed25519();
        if (MasterKeyIsThere(options) && TryBuild(out var found))
        {
            Clock(found.GetRequiredService<TimeProvider>().GetUtcNow());
            if (await DatabaseIsReadyAsync(found, ct))
            {
                await KeysAsync(found, ct);
                await SealsAsync(found, ct);
                await ClientsAsync(found, ct);
            }
        }
        if (options.Configuration.File is { Length: > 0 } file) await DeclaredFileAsync(file, ct);
        return findings;
    }

    void Issuer(string issuer)
    {
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var uri)) Fail("issuer", "Idp:Issuer is not set.", "Set it to the public https URL of this server (environment: Idp__Issuer).");
        else if (uri.Scheme == "https") Ok("issuer", issuer);
        else if (uri.IsLoopback) Warn("issuer", $"{issuer} is plain http on this machine.", "Fine for development; elsewhere use https.");
        else Fail("issuer", $"{issuer} is not https.", "Put TLS in front of the server and set Idp:Issuer to the https URL.");
    }

    void DataDirectory(string path)
    {
        if (!Directory.Exists(path)) Warn("data directory", $"{path} is not there yet.", "The server makes it when it starts; make sure that it may.");
        else if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.OtherWrite | UnixFileMode.GroupWrite)) != 0)
            Fail("data directory", $"{path} can be written to by others.", $"chmod go-w {path}");
        else if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.OtherRead) != 0)
            Warn("data directory", $"{path} can be read by others.", $"chmod o-rwx {path}");
        else Ok("data directory", path);
    }

    void Ed25519()
    {
        if (JwsAlgorithm.EdDSA.IsAvailable) Ok("libcrypto", "Ed25519 works.");
        else Warn("libcrypto", "There is no libcrypto with Ed25519, so EdDSA is not offered.", "Install OpenSSL 3 (Debian: libssl3) where clients need EdDSA.");
    }

    bool MasterKeyIsThere(IdpOptions options)
    {
        var source = new MasterKeySource(options.Keys);
        if (source.File is not { } path)
        {
            Ok("master key", $"from {source.Name}.");
            return true;
        }
        // Building the server would make one, and a doctor makes nothing.
        if (!File.Exists(path)) Fail("master key", $"{path} is not there.", "A first start makes it. If this database is not new, restore the file from a backup instead.");
        else if (MasterKeyFile.Problem(path) is { } problem) Fail("master key", problem, null);
        else
        {
            Ok("master key", path);
            return true;
        }
        return false;
    }

    bool TryBuild(out IServiceProvider found)
    {
        try
        {
            found = services.Build();
            Ok("settings", "are understood.");
            return true;
        }
        catch (StartupException wrong)
        {
            foreach (var line in wrong.Message.Split('\n')) Fail("settings", line, null);
            found = new ServiceCollection().BuildServiceProvider();
            return false;
        }
    }

    void Clock(DateTimeOffset now)
    {
        if (now < Earliest || now > Latest) Fail("clock", $"says {Report.Time(now)}.", "Set the machine's clock; tokens are worth nothing with a wrong one.");
        else Ok("clock", Report.Time(now));
    }

    async Task<bool> DatabaseIsReadyAsync(IServiceProvider found, CancellationToken ct)
    {
        var database = found.GetRequiredService<IDatabase>();
        var state = await database.StateAsync(ct);
        if (!state.IsReachable) Fail("database", $"{database.ProviderName} does not answer.", database.ProviderName == "Sqlite" ? "A first start or idp db migrate makes it." : "Check Idp:Database:ConnectionString and that the database runs.");
        else if (state.IsNewer) Fail("database", "was made by a newer version.", "Use that version here.");
        else if (state.PendingMigrations.Count > 0) Fail("database", $"lacks {state.PendingMigrations.Count} of its migrations.", "idp db migrate");
        else Ok("database", $"{database.ProviderName}, up to date.");
        return state.IsReady;
    }

    /// <summary>Opens each key that could sign; unlike the server's start it makes none.</summary>
    async Task KeysAsync(IServiceProvider found, CancellationToken ct)
    {
        var keys = (await found.GetRequiredService<IKeyStore>().ListAsync(PoolId.Default, ct)).Keys;
        if (keys.Count == 0)
        {
            Warn("signing keys", "There are none yet.", "The server makes them when it first starts.");
            return;
        }
        var load = await found.GetRequiredService<KeyRingLoader>().LoadAsync(PoolId.Default, null, ct);
        if (load.Problem is { } problem)
        {
            Fail("signing keys", problem, null);
            return;
        }
        var ring = load.Ring!;
        foreach (var algorithm in KeyFactory.Algorithms.Where(algorithm => !ring.Algorithms.Contains(algorithm.Name)))
            Warn("signing keys", $"There is none for {algorithm.Name} yet.", "The server makes it when it next starts.");
        var now = found.GetRequiredService<TimeProvider>().GetUtcNow();
        foreach (var (algorithm, since) in ring.MissingSuccessors(now))
            Fail("key rotation", $"The {algorithm} key should have a successor since {Report.Time(since)}.", "Is a server running? idp keys rotate makes one now.");
        foreach (var policy in ring.Policies)
            if (policy.Warning is { } warning) Warn("key rotation", $"{policy.Algorithm}: {warning}", null);
        Ok("signing keys", $"{ring.Signers.Count()} sign: {string.Join(", ", ring.Algorithms.Order(StringComparer.Ordinal))}.");
    }

    /// <summary>Whether a change of the master key was begun and not finished.</summary>
    async Task SealsAsync(IServiceProvider found, CancellationToken ct)
    {
        var masterKeys = found.GetRequiredService<MasterKeys>();
        var first = masterKeys.First.Fingerprint;
        var rows = await found.GetRequiredService<ISealedRows>().ListAsync(ct);
        foreach (var other in rows.Where(row => row.SealedBy != first).GroupBy(row => row.SealedBy))
        {
            if (masterKeys.Find(other.Key) is null) Fail("master key", masterKeys.Problem(other.Count() == 1 ? other.Single().ToString() : $"{other.Count()} sealed rows", other.Key), null);
            else Warn("master key", $"{other.Count()} of {rows.Count} sealed rows are still under {other.Key}, not under the first key, {first}.", "idp keys rewrap");
        }
    }

    async Task ClientsAsync(IServiceProvider found, CancellationToken ct)
    {
        var clients = await found.GetRequiredService<IClientStore>().ListAsync(PoolId.Default, ct);
        var now = found.GetRequiredService<TimeProvider>().GetUtcNow();
        var before = findings.Count;
        foreach (var client in clients.Where(client => !client.Disabled))
        {
            foreach (var problem in ClientRules.Problems(ClientDeclaration.Of(client))) Fail($"client {client.Id}", problem.ToString(), $"idp clients update {client.Id}");
            if (!client.IsPublic && !client.Credentials.Any(credential => credential.IsLive(now)))
                Fail($"client {client.Id}", "has no secret that is still valid.", $"idp clients update {client.Id} --new-secret");
            if (client.RedirectUris.Concat(client.AllowedOrigins).FirstOrDefault(uri => uri.StartsWith("http:", StringComparison.Ordinal)) is { } plain)
                Warn($"client {client.Id}", $"{plain} is plain http.", "Fine for development; in production let it use https.");
        }
        if (findings.Count == before) Ok("clients", clients.Count == 1 ? "1, nothing to say." : $"{clients.Count}, nothing to say.");
    }

    async Task DeclaredFileAsync(string path, CancellationToken ct)
    {
        if (!File.Exists(path))
        {
            Fail("configuration file", $"{path} is not there.", "Correct Idp:Configuration:File.");
            return;
        }
        var reading = DeclarationReader.Read(await File.ReadAllBytesAsync(path, ct));
        foreach (var problem in reading.Problems) Fail("configuration file", problem.ToString(), null);
        if (reading.IsValid) Ok("configuration file", $"{path} is right.");
    }

    void Ok(string check, string says) => findings.Add(new(Verdict.Ok, check, says));

    void Warn(string check, string says, string? next) => findings.Add(new(Verdict.Warn, check, says, next));

    void Fail(string check, string says, string? next) => findings.Add(new(Verdict.Fail, check, says, next));
}
