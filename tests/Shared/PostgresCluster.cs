using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace IdentityServer.Testing;

/// <summary>
/// A throwaway PostgreSQL cluster with production's durability settings. As an assembly fixture it costs nothing
/// until the first test asks for a database.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    const string Owner = "idp";
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly SemaphoreSlim starting = new(1, 1);
    readonly string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    string? folder;
    Process? keeper;
    int databases;

    public int Port { get; private set; }

    /// <summary>The server's own log, for the message of a failed test.</summary>
    public string Log => folder is not null && File.Exists(Path.Combine(folder, "log")) ? File.ReadAllText(Path.Combine(folder, "log")) : "";

    /// <summary>An Npgsql connection string to a new, empty database.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken ct = default)
    {
        var connectionString = await NewConnectionStringAsync(ct);
        await QueryAsync("postgres", $"CREATE DATABASE {DatabaseOf(connectionString)}", ct);
        return connectionString;
    }

    /// <summary>To a database that is not there yet; whoever migrates makes it.</summary>
    public async Task<string> NewConnectionStringAsync(CancellationToken ct = default)
    {
        await EnsureStartedAsync(ct);
        var name = string.Create(CultureInfo.InvariantCulture, $"t{Interlocked.Increment(ref databases)}");
        return $"Host=127.0.0.1;Port={Port};Database={name};Username={Owner};Password={password};Include Error Detail=true;Maximum Pool Size=60";
    }

    /// <summary>The answer of psql, unaligned, without headers. Takes a database name or a connection string of this cluster.</summary>
    public async Task<string> QueryAsync(string database, string sql, CancellationToken ct = default)
    {
        await EnsureStartedAsync(ct);
        database = DatabaseOf(database);
        var psql = new ProcessStartInfo(Binary("psql"))
        {
            ArgumentList = { "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", $"{Port}", "-U", Owner, "-d", database, "-f", "-" },
            Environment = { ["PGPASSWORD"] = password, ["PGCONNECT_TIMEOUT"] = "10" },
        };
        var answer = await Command.RunAsync(psql, sql, Patience, ct);
        return answer.ExitCode == 0 ? answer.Output.TrimEnd('\n') : throw new InvalidOperationException($"psql: {answer}");
    }

    static string DatabaseOf(string connectionString) =>
        connectionString.Split(';').FirstOrDefault(part => part.StartsWith("Database=", StringComparison.Ordinal)) is { } part
            ? part["Database=".Length..] : connectionString;

    /// <summary>Ends the server at once, as a crash would; connections break.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        await EnsureStartedAsync(ct);
        await RunAsync(AsServer(Binary("pg_ctl"), "-D", Path.Combine(folder!, "data"), "-m", "immediate", "-w", "stop"), ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (keeper is not null)
        {
            keeper.StandardInput.Close(); // the shell below takes this as the order to stop
            using var limit = new CancellationTokenSource(Patience);
            await keeper.WaitForExitAsync(limit.Token);
            keeper.Dispose();
        }

        if (folder is not null)
            await Repository.RemoveAsync(folder);
        starting.Dispose();
    }

    async Task EnsureStartedAsync(CancellationToken ct)
    {
        if (keeper is not null)
            return;
        await starting.WaitAsync(ct);
        try
        {
            if (keeper is null)
                await StartAsync(ct);
        }
        finally
        {
            starting.Release();
        }
    }

    async Task StartAsync(CancellationToken ct)
    {
        folder = Repository.TemporaryFolder("pg");
        var secret = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(secret, password, ct);
        if (Environment.IsPrivilegedProcess)
            await RunAsync(new("chown") { ArgumentList = { "-R", "postgres:", folder } }, ct);

        var data = Path.Combine(folder, "data");
        await RunAsync(AsServer(Binary("initdb"), "-D", data, "-U", Owner, $"--pwfile={secret}",
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"), ct);

        Port = Repository.FreePort();
        var server = AsServer(Binary("postgres"), "-D", data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1",
            "-c", "unix_socket_directories=", "-c", "max_connections=300", "-c", "log_min_duration_statement=-1");
        keeper = Process.Start(Kept(server, folder))!;

        var deadline = Stopwatch.StartNew();
        while (!await IsReadyAsync(ct))
        {
            if (Log.Contains("database system is shut down", StringComparison.Ordinal) || deadline.Elapsed > Patience)
                throw new InvalidOperationException($"PostgreSQL did not start on port {Port}:\n{Log}");
            await Task.Delay(50, ct);
        }
    }

    // The shell stops the server and removes the folder when its stdin ends: at dispose, and also when the test process is killed.
    const string Keeper = """
        folder=$1; shift
        "$@" >>"$folder/log" 2>&1 </dev/null &
        cat >/dev/null
        kill -INT $!
        wait $!
        rm -rf "$folder"
        """;

    static ProcessStartInfo Kept(ProcessStartInfo server, string folder) => new("/bin/sh")
    {
        RedirectStandardInput = true,
        ArgumentList = { "-c", Keeper, "sh", folder, server.FileName, server.ArgumentList },
    };

    async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        var ready = new ProcessStartInfo(Binary("pg_isready")) { ArgumentList = { "-q", "-h", "127.0.0.1", "-p", $"{Port}" } };
        return (await Command.RunAsync(ready, null, Patience, ct)).ExitCode == 0;
    }

    static async Task RunAsync(ProcessStartInfo start, CancellationToken ct)
    {
        var answer = await Command.RunAsync(start, null, Patience, ct);
        if (answer.ExitCode != 0)
            throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)}: {answer}");
    }

    // PostgreSQL refuses to run as root; setpriv becomes the program, so that signals reach it.
    static ProcessStartInfo AsServer(string program, params ReadOnlySpan<string> arguments)
    {
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv")
            {
                ArgumentList = { "--reuid=postgres", "--regid=postgres", "--init-groups", program },
                WorkingDirectory = Path.GetTempPath(),
            }
            : new ProcessStartInfo(program) { WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return start;
    }

    static string Binary(string name)
    {
        const string Debian = "/usr/lib/postgresql";
        var folders = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian).OrderByDescending(f => int.TryParse(Path.GetFileName(f), out var version) ? version : 0).Select(f => Path.Combine(f, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Concat(path).Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"PostgreSQL's {name} was not found: run ./test.sh, or install Debian's package postgresql.");
    }
}

file static class ArgumentLists
{
    // Lets a collection initializer take the whole command line of another program.
    public static void Add(this ICollection<string> list, IEnumerable<string> more)
    {
        foreach (var one in more)
            list.Add(one);
    }
}
