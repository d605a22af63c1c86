using System.Security.Cryptography;
using IdentityServer.Domain.Keys;

namespace IdentityServer.Keys;

/// <summary>The master key on disk: made once, readable by its owner alone, never overwritten.</summary>
internal static class MasterKeyFile
{
    public const string Name = "master.key";

    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>From the setting if there is one, else from the file, which is made when it is missing.</summary>
    public static MasterKey Load(IdpOptions options)
    {
        if (options.Keys.MasterKey is { } text) return new(Convert.FromBase64String(text));
        var path = Path.Combine(options.Keys.Directory, Name);
        try
        {
            if (!File.Exists(path)) Create(path);
            if (Problem(path) is { } problem) throw new StartupException(problem);
            return new(Convert.FromBase64String(File.ReadAllText(path).Trim()));
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"Idp:Keys:Directory is '{options.Keys.Directory}', and the master key can be neither read nor made there: {unusable.Message}", unusable);
        }
    }

    /// <summary>What is wrong with the file and what to do about it, or null.</summary>
    public static string? Problem(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            return $"The master key {path} can be read by others. Run: chmod 600 {path}";
        Span<byte> bytes = stackalloc byte[64];
        return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), bytes, out var written) && written == MasterKey.Size
            ? null
            : $"The master key {path} is not 32 bytes in base64. Restore it from a backup; with another key the stored keys cannot be opened.";
    }

    /// <summary>The content is complete before the name exists, and a file that another process made first stays.</summary>
    static void Create(string path)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(directory);
        var draft = Path.Combine(directory, $".{Name}.{RandomNumberGenerator.GetHexString(16)}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        try
        {
            using (var file = new FileStream(draft, options))
            {
                file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(MasterKey.Size)) + "\n"));
                file.Flush(flushToDisk: true);
            }
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
