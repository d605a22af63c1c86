using IdentityServer.Domain.Connections;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>Each sealing is another, as with a real one.</summary>
sealed class PlainConnectionSecrets : IConnectionSecrets
{
    int sealings;

    public string Seal(string secret) => $"{++sealings}:{secret}";

    public string? Open(string? sealedSecret) => sealedSecret?.Split(':', 2)[1];
}
