using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Layercake.LocalCloud;

/// <summary>How one local cloud runs.</summary>
public sealed record LocalCloudOptions
{
    /// <summary>Where the cloud remembers; null keeps everything in memory.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>0 takes any free port.</summary>
    public int HttpPort { get; init; }

    /// <inheritdoc cref="HttpPort"/>
    public int HttpsPort { get; init; }

    /// <summary>
    /// The time all timestamps, timed states, delays and rates come from; admin calls may set the cloud's clock ahead of it.
    /// </summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Where certificate files go: by default the state directory, and without one a temporary directory that is removed at the end.
    /// </summary>
    public string? Directory { get; init; }

    /// <summary>
    /// The file that tells clients where this cloud is (<c>.local/cloud.json</c>): written once it answers, removed when it stops; null
    /// writes none.
    /// </summary>
    public string? DescriptionFile { get; init; }

    /// <summary>The tenant of a cloud that is new; null makes one up.</summary>
    /// <remarks>
    /// The Key Vault client library remembers for the life of a process which tenant guards which host and port, so clouds that come and
    /// go within one process, and may get each other's ports, must be of one tenant.
    /// </remarks>
    public string? TenantId { get; init; }

    /// <summary>The command that executes Python notebooks; null finds <c>python3</c>.</summary>
    public string? Python { get; init; }

    public ILogger Log { get; init; } = NullLogger.Instance;
}
