using System.Text;
using IdentityServer.Domain.Keys;

namespace IdentityServer.Keys;

/// <summary>Where this node has its master keys from: a setting, a command, or the file, which alone is made when it is missing.</summary>
internal sealed class MasterKeySource(IdpOptions.KeysOptions options) : IMasterKeySource
{
    /// <summary>For people.</summary>
    public string Name => options.MasterKey is not null ? "Idp:Keys:MasterKey" : options.MasterKeyCommand is not null ? MasterKeyCommand.Setting : File!;

    /// <summary>Null where a setting or a command takes its place.</summary>
    public string? File => options is { MasterKey: null, MasterKeyCommand: null } ? Path.GetFullPath(Path.Combine(options.Directory, MasterKeyFile.Name)) : null;

    /// <exception cref="StartupException">There is no usable key; the message says which setting and what to do.</exception>
    public IReadOnlyList<MasterKey> Load()
    {
        try
        {
            if (File is { } path && !System.IO.File.Exists(path)) MasterKeyFile.Create(path);
            return Open();
        }
        catch (Exception unusable) when (File is not null && unusable is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"Idp:Keys:Directory is '{options.Directory}', and the master key can be neither read nor made there: {unusable.Message}", unusable);
        }
    }

    IReadOnlyList<MasterKey>? IMasterKeySource.Read()
    {
        try
        {
            return Open();
        }
        catch (Exception unusable) when (unusable is StartupException or IOException or UnauthorizedAccessException)
        {
            // What is known stays known, and whoever needs more than that says so.
            return null;
        }
    }

    IReadOnlyList<MasterKey> Open()
    {
        if (File is { } path) return MasterKeyFile.Read(path);
        if (options.MasterKeyCommand is { } command) return MasterKeyCommand.Run(command, MasterKeyCommand.Patience);
        return MasterKey.TryReadAll(Encoding.UTF8.GetBytes(options.MasterKey!), out var keys)
            ? keys
            : throw new StartupException("Idp:Keys:MasterKey must be 32 bytes in base64.");
    }
}
