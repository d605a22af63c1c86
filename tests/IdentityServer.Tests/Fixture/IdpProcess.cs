using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using IdentityServer.Testing;

namespace IdentityServer.Tests.Fixture;

/// <summary>The built server as a process of its own: what tests kill, restart and talk to over real sockets.</summary>
public sealed class IdpProcess : IAsyncDisposable
{
    static readonly string[] InheritedPrefixes =
        ["ASPNETCORE_", "DOTNET_URLS", "DOTNET_ENVIRONMENT", "HTTP_PORTS", "HTTPS_PORTS", "URLS", "Idp__", "Kestrel__", "Logging__", "OTEL_"];

    static readonly ConcurrentDictionary<int, Process> Alive = new();

    readonly Process process;
    readonly bool ownsFolder;
    readonly ConcurrentQueue<string> output = new();

    // A test run that ends early leaves no server behind.
    static IdpProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var one in Alive.Values)
            one.Kill();
    };

    IdpProcess(IdpStart start, string folder)
    {
        Folder = folder;
        ownsFolder = start.DataFolder is null;
        Port = start.Port ?? Repository.FreePort();
        Address = new($"http://localhost:{Port}");
        process = new Process { StartInfo = StartInfo(start, folder, Port) };
        process.StartInfo.RedirectStandardOutput = process.StartInfo.RedirectStandardError = process.StartInfo.RedirectStandardInput = true;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    public Uri Address { get; }

    public int Port { get; }

    /// <summary>Data and keys; also the working directory.</summary>
    public string Folder { get; }

    public int Id { get; private set; }

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <summary>Every line it wrote, stdout and stderr as they came.</summary>
    public IReadOnlyList<string> Output => [.. output];

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<IdpProcess> StartAsync(IdpStart? start, CancellationToken ct)
    {
        var idp = Launch(start);
        try
        {
            await idp.WaitUntilReadyAsync(start ?? new(), ct);
            return idp;
        }
        catch
        {
            await idp.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it and does not wait: for starts that are meant to fail or to be interrupted.</summary>
    public static IdpProcess Launch(IdpStart? start)
    {
        start ??= new();
        var idp = new IdpProcess(start, start.DataFolder ?? Repository.TemporaryFolder("data"));
        idp.process.Start();
        idp.Id = idp.process.Id;
        idp.process.BeginOutputReadLine();
        idp.process.BeginErrorReadLine();
        idp.process.StandardInput.Close();
        Alive[idp.Id] = idp.process;
        return idp;
    }

    /// <summary>Runs a command of the same binary to its end: `idp keys list --json` on the folder of a server, or on a new one.</summary>
    public static async Task<CommandAnswer> RunAsync(IdpStart start, string? input, CancellationToken ct)
    {
        var folder = start.DataFolder ?? Repository.TemporaryFolder("data");
        try
        {
            return await Command.RunAsync(StartInfo(start, folder, start.Port ?? Repository.FreePort()), input, start.Patience, ct);
        }
        finally
        {
            if (start.DataFolder is null)
                await Repository.RemoveAsync(folder);
        }
    }

    /// <summary>SIGKILL, as a power cut: nothing is flushed, nothing is closed.</summary>
    public async Task KillAsync(CancellationToken ct)
    {
        process.Kill();
        await WaitForExitAsync(TimeSpan.FromSeconds(10), ct);
    }

    /// <summary>SIGTERM, as an orchestrator stops it; returns the exit code.</summary>
    public async Task<int> TerminateAsync(TimeSpan patience, CancellationToken ct)
    {
        SendSignal(SigTerm);
        return await WaitForExitAsync(patience, ct);
    }

    /// <summary>SIGTERM without waiting, to look at the draining server.</summary>
    public void BeginTerminate() => SendSignal(SigTerm);

    public async Task<int> WaitForExitAsync(TimeSpan patience, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            Alive.TryRemove(Id, out _);
            return process.ExitCode;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"The server did not end in {patience}:\n{Tail()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync(CancellationToken.None);
        Alive.TryRemove(Id, out _);
        process.Dispose();
        if (ownsFolder)
            await Repository.RemoveAsync(Folder);
    }

    async Task WaitUntilReadyAsync(IdpStart start, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        var waited = Stopwatch.StartNew();
        var last = "no connection";
        while (waited.Elapsed < start.Patience)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The server ended with {process.ExitCode} instead of starting:\n{Tail()}");
            try
            {
                using var answer = await http.GetAsync(start.ReadyPath, ct);
                if (answer.IsSuccessStatusCode)
                    return;
                last = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(ct)}";
            }
            catch (Exception notYet) when (notYet is HttpRequestException || (notYet is OperationCanceledException && !ct.IsCancellationRequested))
            {
                last = notYet.Message;
            }

            await Task.Delay(50, ct);
        }

        throw new TimeoutException($"{start.ReadyPath} did not answer 200 in {start.Patience}, last: {last}\n{Tail()}");
    }

    static ProcessStartInfo StartInfo(IdpStart start, string folder, int port)
    {
        var info = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, ArgumentList = { "exec", Binary() } };
        foreach (var argument in start.Arguments)
            info.ArgumentList.Add(argument);
        foreach (var name in info.Environment.Keys.Where(name => InheritedPrefixes.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase))).ToArray())
            info.Environment.Remove(name);

        info.Environment["ASPNETCORE_ENVIRONMENT"] = start.Environment;
        info.Environment["ASPNETCORE_URLS"] = $"http://localhost:{port}";
        // Settings and wwwroot come from the project, while whatever is written by a relative path lands in the folder.
        info.Environment["ASPNETCORE_CONTENTROOT"] = Repository.Path("src", "IdentityServer");
        Dictionary<string, string> settings = new()
        {
            ["Idp:Issuer"] = $"http://localhost:{port}",
            ["Idp:DataDirectory"] = Path.Combine(folder, "data"),
            ["Idp:Keys:Directory"] = Path.Combine(folder, "keys"),
            ["Idp:Database:ConnectionString"] = $"Data Source={Path.Combine(folder, "data", "idp.db")}",
        };
        foreach (var (key, value) in settings.Concat(start.Settings))
            info.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return info;
    }

    // The host's own build output, same configuration as the tests': beside it are the static web assets.
    static string Binary()
    {
        var target = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var own = Repository.Path("src", "IdentityServer", "bin", target.Parent!.Name, target.Name, "idp.dll");
        return File.Exists(own) ? own : Path.Combine(AppContext.BaseDirectory, "idp.dll");
    }

    void Keep(string? line)
    {
        if (line is not null)
            output.Enqueue(line);
    }

    string Tail() => string.Join('\n', output.TakeLast(80));

    void SendSignal(int signal)
    {
        if (kill(Id, signal) != 0)
            throw new InvalidOperationException($"kill({Id}, {signal}): errno {Marshal.GetLastPInvokeError()}");
    }

    const int SigTerm = 15;

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int kill(int pid, int signal);
}
