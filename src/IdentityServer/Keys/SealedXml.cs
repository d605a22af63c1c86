using System.Text;
using System.Xml.Linq;
using IdentityServer.Domain.Keys;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace IdentityServer.Keys;

/// <summary>Data Protection's ring rests in the database under the same master key as everything else.</summary>
internal sealed class SealedXml(MasterKeys masterKeys) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var masterKey = masterKeys.Current;
        var bytes = masterKey.Seal(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)), SealedPlace.DataProtection);
        return new(new XElement("sealed", new XAttribute("by", masterKey.Fingerprint), Convert.ToBase64String(bytes)), typeof(SealedXmlOpener));
    }
}

/// <summary>The other direction; Data Protection makes it by its name, which is written into each stored key.</summary>
internal sealed class SealedXmlOpener(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var masterKeys = services.GetRequiredService<MasterKeys>();
        var by = (string?)encryptedElement.Attribute("by") ?? "";
        return masterKeys.TryOpen(by, Convert.FromBase64String(encryptedElement.Value), SealedPlace.DataProtection, out var plaintext)
            ? XElement.Parse(Encoding.UTF8.GetString(plaintext))
            : throw new StartupException(masterKeys.Problem("the Data Protection keys", by));
    }
}
