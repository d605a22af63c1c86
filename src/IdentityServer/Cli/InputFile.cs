namespace IdentityServer.Cli;

/// <summary>Text that no shell and no process list should remember: from a file, or <c>-</c> for standard input.</summary>
internal static class InputFile
{
    /// <exception cref="StartupException">The file is not there.</exception>
    public static async ValueTask<string> ReadAsync(string path, CancellationToken ct)
    {
        if (path != "-" && !File.Exists(path)) throw new StartupException($"There is no file {Path.GetFullPath(path)}.");
        return (path == "-" ? await Console.In.ReadToEndAsync(ct) : await File.ReadAllTextAsync(path, ct)).Trim();
    }
}
