using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace IdentityServer.Keys;

/// <summary>
/// Data Protection makes a new key where it can open none of those it finds, and looks already at start. So it finds
/// nothing and keeps nothing until the master key has opened the pool's own keys.
/// </summary>
internal sealed class GuardedRepository(IXmlRepository inner, KeyRings rings) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => Open().GetAllElements();

    public void StoreElement(XElement element, string friendlyName) => Open().StoreElement(element, friendlyName);

    IXmlRepository Open() => rings.Problem is { } problem ? throw new InvalidOperationException(problem) : inner;
}
