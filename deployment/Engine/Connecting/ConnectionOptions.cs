using Layercake.Identity;
using Layercake.Identity.Tokens;
using Layercake.Identity.Workspaces;
using Layercake.Rest;
using Layercake.Secrecy;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Layercake.Engine.Connecting;

/// <summary>What signing in depends on besides the environment file.</summary>
public sealed record ConnectionOptions
{
    /// <summary>The local cloud; null stands for the Azure cloud that the environment names.</summary>
    public AzureCloud? Cloud { get; init; }

    /// <summary>Who reads the vault of the local cloud; null elsewhere.</summary>
    public AppCredentials? Developer { get; init; }

    /// <summary>
    /// Opens the workspace at an address as the user who asked for the run, in the place of what the environment says; null for what
    /// it says.
    /// </summary>
    public Func<Uri, IWorkspaceCredential>? User { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Learns every secret and token of the run.</summary>
    public Redactor Redactor { get; init; } = new();

    /// <summary>Learns the writes that a workspace is sent.</summary>
    public SentWrites Writes { get; init; } = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;
}
