using System.Xml.Linq;
using IdentityServer.Storage.Lanes;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace IdentityServer.Storage.Protection;

/// <summary>The Data Protection ring that all nodes share. Its interface is synchronous; it is called at start and at a rotation.</summary>
internal sealed class DataProtectionStore(IContexts contexts, Archive archive, TimeProvider clock) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var context = contexts.OpenSystemWide();
        return [.. context.DataProtectionKeys.AsNoTracking().OrderBy(key => key.Id).Select(key => key.Xml).ToList().Select(xml => XElement.Parse(xml))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var key = new DataProtectionKey
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            FriendlyName = friendlyName,
            Xml = element.ToString(SaveOptions.DisableFormatting),
        };
        archive.AddAsync(pool: null, key, CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }
}
