using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace IdentityServer.Tests.Shared;

/// <summary>
/// A throwaway PostgreSQL server on loopback: initdb in a temporary directory, a free port, gone at the end. As root
/// it runs as the `postgres` user, because the server refuses root.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    static readonly string? binaries = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")).LastOrDefault()
        : null;

    readonly string directory;
    readonly int port;
    int databases;

    PostgresCluster(string directory, int port) => (this.directory, this.port) = (directory, port);

    public static async Task<PostgresCluster> StartAsync()
    {
        var directory = Directory.CreateTempSubdirectory("idp-postgres-").FullName;
        var cluster = new PostgresCluster(directory, FreePort());
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "postgres:", directory);
        await ServerAsync("initdb", "-D", cluster.Data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync");
        // As durable as production: the races are about order, and the times measured about flushes.
        await ServerAsync("pg_ctl", "-D", cluster.Data, "-l", Path.Combine(directory, "log"), "-w", "-t", "60",
            "-o", $"-p {cluster.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={directory} -c max_connections=300", "start");
        return cluster;
    }

    string Data => Path.Combine(directory, "data");

    /// <summary>A name that no database has yet; whoever migrates makes it.</summary>
    public string NewConnectionString() =>
        $"Host=127.0.0.1;Port={port};Username=postgres;Database=idp{Interlocked.Increment(ref databases)};Maximum Pool Size=60";

    /// <summary>An empty database, and how to connect to it.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var connectionString = NewConnectionString();
        await ServerAsync("createdb", "-h", "127.0.0.1", "-p", $"{port}", "-U", "postgres", $"idp{databases}");
        return connectionString;
    }

    /// <summary>Ends the server at once, as a crash would.</summary>
    public Task StopAsync() => ServerAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        catch (InvalidOperationException)
        {
            // It was stopped by a test.
        }
        Directory.Delete(directory, recursive: true);
    }

    static Task ServerAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(binaries ?? throw new InvalidOperationException("PostgreSQL is not installed: apt-get install postgresql."), program);
        return Environment.IsPrivilegedProcess
            ? RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments])
            : RunAsync(path, arguments);
    }

    static async Task RunAsync(string program, params string[] arguments)
    {
        // Nothing of its output is read: the server that pg_ctl leaves behind would hold the pipe open.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$@\" >/dev/null 2>&1 </dev/null");
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add(program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{Path.GetFileName(program)} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
