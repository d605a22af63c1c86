using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IdentityServer.Egress;

/// <summary>
/// Whose certificates are believed: the system's authorities and those that the operator adds. Nothing is fetched to find out, be
/// it a revocation list or a missing link of the chain: where from is for the stranger's certificate to say. RFC 5280 §6, RFC 9525.
/// </summary>
internal sealed class TrustedRoots(X509Certificate2Collection extra)
{
    const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>False with what is wrong with the file, for the operator.</summary>
    public static bool TryLoad(string? pemFile, [NotNullWhen(true)] out TrustedRoots? roots, [NotNullWhen(false)] out string? problem)
    {
        (roots, problem) = (null, null);
        X509Certificate2Collection certificates = [];
        try
        {
            if (pemFile is not null) certificates.ImportFromPemFile(pemFile);
            if (pemFile is not null && certificates.Count == 0) problem = "it has no PEM certificate (BEGIN CERTIFICATE) in it";
            else roots = new(certificates);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problem = "it cannot be read: " + unreadable.Message;
        }
        catch (CryptographicException)
        {
            problem = "a certificate in it is damaged";
        }
        return roots is not null;
    }

    public SslClientAuthenticationOptions Options() => new()
    {
        EnabledSslProtocols = System.Security.Authentication.SslProtocols.Tls12 | System.Security.Authentication.SslProtocols.Tls13,
        CertificateChainPolicy = Policy(),
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors),
    };

    bool IsTrusted(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return true;
        // A wrong name is wrong whoever has signed it.
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || extra.Count == 0 || certificate is not X509Certificate2 leaf || chain is null) return false;
        using var ours = new X509Chain { ChainPolicy = Policy() };
        ours.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        ours.ChainPolicy.CustomTrustStore.AddRange(extra);
        ours.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        return ours.Build(leaf);
    }

    static X509ChainPolicy Policy() => new()
    {
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
        ApplicationPolicy = { new(ServerAuthentication) },
    };
}
