using System.Text;
using System.Xml.Linq;
using IdentityServer.Domain.Keys;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace IdentityServer.Keys;

/// <summary>Data Protection's ring rests in the database under the same master key as everything else.</summary>
internal sealed class SealedXml(MasterKey masterKey) : IXmlEncryptor
{
    public const string Place = "data-protection";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var bytes = masterKey.Seal(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)), Place);
        return new(new XElement("sealed", new XAttribute("by", masterKey.Fingerprint), Convert.ToBase64String(bytes)), typeof(SealedXmlOpener));
    }
}

/// <summary>The other direction; Data Protection makes it by its name, which is written into each stored key.</summary>
internal sealed class SealedXmlOpener(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var masterKey = services.GetRequiredService<MasterKey>();
        return masterKey.TryOpen(Convert.FromBase64String(encryptedElement.Value), SealedXml.Place, out var plaintext)
            ? XElement.Parse(Encoding.UTF8.GetString(plaintext))
            : throw new StartupException($"The master key (fingerprint {masterKey.Fingerprint}) does not open the Data Protection keys, sealed under {encryptedElement.Attribute("by")?.Value}.");
    }
}
