namespace IdentityServer.Domain.RemoteKeys;

/// <summary>Gets a JWK set from somebody else's server, within seconds, whatever that server does.</summary>
public interface IJwksFetch
{
    ValueTask<JwksAnswer> FetchAsync(Uri source, CancellationToken ct);
}
