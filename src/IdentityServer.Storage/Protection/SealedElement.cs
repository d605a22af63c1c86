using System.Xml;
using System.Xml.Linq;
using IdentityServer.Domain.Keys;

namespace IdentityServer.Storage.Protection;

/// <summary>An element of the Data Protection ring and the sealed values in it: <c>&lt;sealed by="fingerprint"&gt;base64&lt;/sealed&gt;</c>.</summary>
internal sealed class SealedElement(DataProtectionKey key)
{
    const string Sealed = "sealed";
    const string By = "by";

    public DataProtectionKey Key => key;

    public string Name { get; } = key.Id.ToString();

    public IEnumerable<SealedRow> Rows()
    {
        if (Read() is not { } xml) return [Row(0, "an unknown key", null)];
        return Parts(xml).Select((part, at) => Row(at, (string)part.Attribute(By)!, Bytes(part.Value)));
    }

    /// <summary>The same element with other sealed values.</summary>
    public string With(IReadOnlyList<ResealedRow> parts)
    {
        var xml = Read() ?? throw new InvalidOperationException("An element that cannot be read has no sealed values.");
        var all = Parts(xml).ToList();
        foreach (var part in parts)
        {
            all[part.Row.Part].SetAttributeValue(By, part.SealedBy);
            all[part.Row.Part].Value = Convert.ToBase64String(part.Sealed);
        }
        return xml.ToString(SaveOptions.DisableFormatting);
    }

    SealedRow Row(int part, string by, byte[]? bytes) => new(SealedKind.DataProtection, null, Name, part, by, bytes);

    static IEnumerable<XElement> Parts(XElement xml) => xml.DescendantsAndSelf().Where(element => element.Name.LocalName == Sealed && element.Attribute(By) is not null);

    XElement? Read()
    {
        try
        {
            return XElement.Parse(key.Xml, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    static byte[]? Bytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var written) ? bytes[..written] : null;
    }
}
