using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace IdentityServer.Connections;

/// <summary>Seals the secrets that we have at providers, and opens them where one is sent.</summary>
internal sealed class ConnectionSecrets(IDataProtectionProvider protection)
{
    readonly IDataProtector protector = protection.CreateProtector("connection secret");

    public string Seal(string secret) => protector.Protect(secret);

    /// <summary>Null for what was not sealed here.</summary>
    public string? Open(string? text)
    {
        if (text is null) return null;
        try
        {
            return protector.Unprotect(text);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
