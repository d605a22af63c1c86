namespace IdentityServer.Domain.Connections;

/// <summary>Seals the client secrets of connections, which are sent to their providers and so cannot be kept as digests.</summary>
public interface IConnectionSecrets
{
    string Seal(string secret);

    /// <summary>Null for what was not sealed here, or by a key that is gone.</summary>
    string? Open(string? sealedSecret);
}
