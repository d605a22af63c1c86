using System.Security.Cryptography;
using IdentityServer.Domain.Connections;
using Microsoft.AspNetCore.DataProtection;

namespace IdentityServer.Connections;

/// <summary>Seals the secrets that we have at providers, and opens them where one is sent.</summary>
internal sealed class ConnectionSecrets(IDataProtectionProvider protection) : IConnectionSecrets
{
    readonly IDataProtector protector = protection.CreateProtector("connection secret");

    public string Seal(string secret) => protector.Protect(secret);

    public string? Open(string? sealedSecret)
    {
        if (sealedSecret is null) return null;
        try
        {
            return protector.Unprotect(sealedSecret);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
