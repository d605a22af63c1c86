using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IdentityServer.Tests.Egress;

/// <summary>A certificate authority of a test, and what it signs.</summary>
sealed class Authority : IDisposable
{
    const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    readonly X509Certificate2 root;
    readonly List<X509Certificate2> all = [];

    public Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        root = Keep(request.CreateSelfSigned(Now.AddYears(-3), Now.AddYears(10)));
        Certificate = Keep(X509CertificateLoader.LoadCertificate(root.RawData));
    }

    static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Without its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <param name="days">That it is valid from today; a negative number of them is how long ago it ended.</param>
    /// <param name="elsewhere">Where the certificate says that its issuer's can be fetched.</param>
    public X509Certificate2 Sign(string name, int days = 30, string usage = ServerAuthentication, string? elsewhere = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(usage)], false));
        if (elsewhere is not null) request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([elsewhere], [elsewhere]));
        using var signed = request.Create(root, Now.AddDays(-100), Now.AddDays(days), RandomNumberGenerator.GetBytes(16));
        using var whole = signed.CopyWithPrivateKey(key);
        return Keep(X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null));
    }

    public void Dispose()
    {
        foreach (var certificate in all) certificate.Dispose();
    }

    X509Certificate2 Keep(X509Certificate2 certificate)
    {
        all.Add(certificate);
        return certificate;
    }
}
