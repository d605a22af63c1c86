namespace IdentityServer.Domain.RemoteKeys;

/// <summary>Hears when fetching from a source begins to fail, fails otherwise, or works again.</summary>
public interface IRemoteKeyWatch
{
    /// <param name="problem">Null when it works again.</param>
    void Changed(Uri source, JwksProblem? problem, string? detail);
}
