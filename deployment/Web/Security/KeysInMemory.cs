using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Layercake.Web.Security;

/// <summary>
/// Keeps keys as long as the server runs. Nothing is protected with them, and ASP.NET Core makes one at the start and would leave it in the
/// user's home folder.
/// </summary>
internal sealed class KeysInMemory : IXmlRepository
{
    private readonly Lock gate = new();
    private readonly List<XElement> keys = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (gate)
            return [.. keys];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (gate)
            keys.Add(element);
    }
}
