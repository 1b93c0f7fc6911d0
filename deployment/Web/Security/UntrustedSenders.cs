using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Layercake.Web.Security;

/// <summary>
/// Tells whoever runs the server of addresses that name users without being trusted to: a proxy that the configuration forgot, or
/// someone who tries.
/// </summary>
internal sealed partial class UntrustedSenders(ILogger<UntrustedSenders> log)
{
    /// <summary>So that nobody fills the log.</summary>
    private const int MostNamed = 20;

    private readonly ConcurrentDictionary<IPAddress, bool> named = new();

    /// <summary>Says it of an address once.</summary>
    public void Tell(IPAddress? address, string header)
    {
        if (address is not null && named.Count < MostNamed && named.TryAdd(address, true))
            Say(address, header);
    }

    [LoggerMessage(
        LogLevel.Error,
        "{Address} sends the header {Header}, which counts from trusted_proxies only. If that is your proxy, add its network there."
    )]
    private partial void Say(IPAddress address, string header);
}
