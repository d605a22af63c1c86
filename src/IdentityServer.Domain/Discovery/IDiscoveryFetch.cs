namespace IdentityServer.Domain.Discovery;

/// <summary>Gets an issuer's discovery document from somebody else's server, within seconds, whatever that server does.</summary>
public interface IDiscoveryFetch
{
    /// <param name="issuer">Exactly as tokens have it; the document has to name it (Discovery §4.3).</param>
    ValueTask<DiscoveryAnswer> FetchAsync(string issuer, CancellationToken ct);
}
