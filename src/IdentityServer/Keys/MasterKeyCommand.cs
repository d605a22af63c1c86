using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using IdentityServer.Domain.Keys;

namespace IdentityServer.Keys;

/// <summary>
/// Asks a command for the master keys: the client of a key management service, or of a store of secrets. Its standard
/// output is read and never repeated.
/// </summary>
internal static partial class MasterKeyCommand
{
    public const string Setting = "Idp:Keys:MasterKeyCommand";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    const int LongestOutput = 4096;
    const int LongestComplaint = 300;

    /// <summary>A key that a script has printed to the wrong place.</summary>
    [GeneratedRegex(@"[A-Za-z0-9+/_-]{40,}=*")]
    private static partial Regex LikeAKey();

    /// <exception cref="StartupException">There are no keys to be had; the message names the setting.</exception>
    public static IReadOnlyList<MasterKey> Run(string command, TimeSpan patience)
    {
        try
        {
            // At start, and when a row is sealed under a key that is not known: nobody else waits on this thread.
            return RunAsync(command, patience).GetAwaiter().GetResult();
        }
        catch (Exception unusable) when (unusable is Win32Exception or IOException)
        {
            throw new StartupException($"{Setting} cannot be run: {unusable.Message}", unusable);
        }
    }

    static async Task<IReadOnlyList<MasterKey>> RunAsync(string command, TimeSpan patience)
    {
        using var process = Process.Start(Shell(command)) ?? throw new IOException("There is no shell.");
        var output = new byte[LongestOutput + 1];
        try
        {
            process.StandardInput.Close();
            var reading = ReadAsync(process.StandardOutput.BaseStream, output);
            var complaint = LastLineAsync(process.StandardError);
            await Task.WhenAll(reading, complaint, process.WaitForExitAsync()).WaitAsync(patience, TimeProvider.System);
            if (process.ExitCode != 0) throw Refusal($"ended with exit code {process.ExitCode}", await complaint);
            var length = await reading;
            if (length == 0) throw Refusal("ended with exit code 0 and printed nothing", await complaint);
            if (length <= LongestOutput && MasterKey.TryReadAll(output.AsSpan(0, length), out var keys)) return keys;
            throw Refusal("ended with exit code 0 and printed something that is not 32 bytes in base64, nor several such keys with blanks or line ends between them", await complaint);
        }
        catch (TimeoutException late)
        {
            throw new StartupException($"{Setting} did not end within {patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds.", late);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            CryptographicOperations.ZeroMemory(output);
        }
    }

    static ProcessStartInfo Shell(string command)
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd", "/c " + command) : new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", command } };
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        return start;
    }

    /// <summary>All of it is read, or the command would wait for us; what does not fit only counts.</summary>
    static async Task<int> ReadAsync(Stream stream, byte[] output)
    {
        var length = 0;
        for (int read; (read = await stream.ReadAsync(output.AsMemory(Math.Min(length, LongestOutput)))) > 0;) length = Math.Min(length + read, LongestOutput + 1);
        return length;
    }

    static async Task<string> LastLineAsync(StreamReader reader)
    {
        var tail = new StringBuilder();
        var part = new char[1024];
        for (int read; (read = await reader.ReadAsync(part)) > 0;)
        {
            tail.Append(part, 0, read);
            if (tail.Length > 8 * part.Length) tail.Remove(0, tail.Length - (4 * part.Length));
        }
        var line = tail.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
        line = LikeAKey().Replace(string.Concat(line.Select(c => char.IsControl(c) ? ' ' : c)), "…");
        return line.Length <= LongestComplaint ? line : line[..LongestComplaint] + "…";
    }

    static StartupException Refusal(string what, string complaint) => new($"{Setting} {what}{(complaint.Length == 0 ? ", without a word on standard error." : $". The last line of its standard error: {complaint}")}");
}
