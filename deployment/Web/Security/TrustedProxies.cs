using System.Net;

namespace Layercake.Web.Security;

internal static class TrustedProxies
{
    /// <summary>Whether a connection comes from one of the networks.</summary>
    public static bool Have(IReadOnlyList<IPNetwork> networks, IPAddress? remote)
    {
        // A socket that takes both kinds of addresses shows the older ones in the form of the newer.
        var address = remote is { IsIPv4MappedToIPv6: true } ? remote.MapToIPv4() : remote;
        return address is not null && networks.Any(network => network.Contains(address));
    }
}
