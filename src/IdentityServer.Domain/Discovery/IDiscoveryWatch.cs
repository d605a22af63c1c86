namespace IdentityServer.Domain.Discovery;

/// <summary>Hears when asking an issuer begins to fail, fails otherwise, or works again.</summary>
public interface IDiscoveryWatch
{
    /// <param name="problem">Null when it works again.</param>
    void Changed(string issuer, DiscoveryProblem? problem, string? detail);
}
