using System.Security.Cryptography;
using System.Text;
using IdentityServer.Domain.Keys;

namespace IdentityServer.Keys;

/// <summary>
/// The master keys on disk, one in a line, the one wanted first: readable by their owner alone. The file is never written
/// in place, and no key ever leaves it but by the operator's hand.
/// </summary>
internal static class MasterKeyFile
{
    public const string Name = "master.key";

    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    /// <exception cref="StartupException">It can be read by others, or holds something else.</exception>
    public static IReadOnlyList<MasterKey> Read(string path)
    {
        if (Exposure(path) is { } problem) throw new StartupException(problem);
        var text = File.ReadAllBytes(path);
        var isGood = MasterKey.TryReadAll(text, out var keys);
        CryptographicOperations.ZeroMemory(text);
        return isGood ? keys : throw new StartupException($"The master key {path} is not 32 bytes in base64, nor a line of that for each of several keys. Restore it from a backup; with another key the stored keys cannot be opened.");
    }

    /// <summary>What is wrong with the file and what to do about it, or null.</summary>
    public static string? Problem(string path)
    {
        try
        {
            foreach (var key in Read(path)) key.Dispose();
            return null;
        }
        catch (StartupException problem)
        {
            return problem.Message;
        }
    }

    /// <summary>The content is complete before the name exists, and a file that another process made first stays.</summary>
    public static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Put(path, [], overwrite: false);
    }

    /// <summary>
    /// Puts a new key above those of the file, and says its fingerprint. When this returns, the file with all of them is
    /// on the disk under its name: what is sealed under the new key afterwards can be opened after a power cut.
    /// </summary>
    public static string AddFirst(string path)
    {
        // Of two who do this at once the second has to find the key of the first, which may seal with it already.
        using var turn = TakeTurn(path);
        foreach (var key in Read(path)) key.Dispose();
        var before = File.ReadAllBytes(path);
        var fingerprint = Put(path, before, overwrite: true);
        CryptographicOperations.ZeroMemory(before);
        return fingerprint;
    }

    static string Put(string path, ReadOnlySpan<byte> below, bool overwrite)
    {
        var directory = Path.GetDirectoryName(path)!;
        var draft = Path.Combine(directory, $".{Name}.{RandomNumberGenerator.GetHexString(16)}");
        var bytes = RandomNumberGenerator.GetBytes(MasterKey.Size);
        byte[] text = [.. Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes)), (byte)'\n', .. below];
        try
        {
            using MasterKey key = new(bytes);
            using (var file = new FileStream(draft, New()))
            {
                if (overwrite) GiveToOwner(file, path);
                file.Write(text);
                file.Flush(flushToDisk: true);
            }
            try
            {
                File.Move(draft, path, overwrite);
            }
            catch (IOException) when (!overwrite && File.Exists(path))
            {
                return "";
            }
            Folder.Flush(directory);
            return key.Fingerprint;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            CryptographicOperations.ZeroMemory(text);
            // Under its own name no key is left behind; after the move there is nothing of that name.
            File.Delete(draft);
        }
    }

    /// <summary>Root may change the key of a server that runs as somebody else, who has to be able to read it afterwards.</summary>
    static void GiveToOwner(FileStream file, string path)
    {
        try
        {
            using var existing = File.OpenHandle(path);
            Owner.Give(file.SafeFileHandle, existing);
        }
        catch (Exception impossible) when (impossible is IOException or EntryPointNotFoundException)
        {
            throw new StartupException($"Nothing was changed: a new {Name} would not belong to the owner of {path}. {impossible.Message} Run the command as that user.", impossible);
        }
    }

    static FileStreamOptions New(FileMode mode = FileMode.CreateNew)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open) options.UnixCreateMode = OwnerOnly;
        return options;
    }

    /// <summary>A file beside it that one process at a time has open. It stays: removing it would let two have it.</summary>
    static FileStream TakeTurn(string path)
    {
        var turn = Path.Combine(Path.GetDirectoryName(path)!, $".{Name}.lock");
        var until = TimeProvider.System.GetUtcNow() + Turn;
        while (true)
        {
            try
            {
                // Only what is new is given away: under a name that was there before, somebody may have put a link.
                return File.Exists(turn) ? new(turn, New(FileMode.Open)) : NewTurn(turn, path);
            }
            catch (IOException) when (TimeProvider.System.GetUtcNow() < until)
            {
                Thread.Sleep(50);
            }
        }
    }

    static FileStream NewTurn(string turn, string path)
    {
        var file = new FileStream(turn, New());
        try
        {
            GiveToOwner(file, path);
            return file;
        }
        catch
        {
            // Nobody has it yet, and its owner could not open what is ours.
            File.Delete(turn);
            file.Dispose();
            throw;
        }
    }

    static string? Exposure(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0
        ? $"The master key {path} can be read by others. Run: chmod 600 {path}"
        : null;
}
