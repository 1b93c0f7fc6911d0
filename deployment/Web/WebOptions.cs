using Layercake.Secrecy;
using Layercake.Web.Configuration;
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

    /// <summary>Who may do what, and where the server is.</summary>
    public WebConfiguration Configuration { get; init; } = new();

    /// <summary>Learns the tokens of users.</summary>
    public Redactor Redactor { get; init; } = new();

    /// <summary>What asks Entra; null for the system's own.</summary>
    public HttpMessageHandler? EntraHandler { get; init; }

    /// <summary>Gets a line for what failed inside the server, without secrets, for whoever runs it.</summary>
    public TextWriter Errors { get; init; } = TextWriter.Null;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>For tests, which cannot wait as long or open as many connections as the limits allow.</summary>
    internal Action<KestrelServerLimits> Limit { get; init; } = _ => { };
}
