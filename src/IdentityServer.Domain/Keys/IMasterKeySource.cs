namespace IdentityServer.Domain.Keys;

/// <summary>Where the operator keeps the master keys: a setting, a command or a file.</summary>
public interface IMasterKeySource
{
    /// <summary>The first is the one to seal under, the others only open. Null where they cannot be read now.</summary>
    IReadOnlyList<MasterKey>? Read();
}
