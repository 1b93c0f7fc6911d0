using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Layercake.Web;

/// <summary>How the server is reached.</summary>
public sealed record WebOptions
{
    /// <summary>0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>The folder with the files for browsers, beside the program.</summary>
    public string Files { get; init; } = Path.Combine(AppContext.BaseDirectory, "web");

    /// <summary>The name of whoever uses the page on this machine.</summary>
    public string UserName { get; init; } = Environment.UserName;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>For tests, which cannot wait as long or open as many connections as the limits allow.</summary>
    internal Action<KestrelServerLimits> Limit { get; init; } = _ => { };
}
